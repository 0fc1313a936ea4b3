"""The sandbox's clock: the machine's, moved as far as a test wants."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

_OVH_ZONE = timezone(timedelta(hours=1))


class Clock:
    """Seconds since the epoch, ``offset`` seconds away from the machine's clock."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        """The sandbox's time, in epoch seconds."""
        return time.time() + self.offset

    def move(self, seconds: float) -> None:
        """Move the clock by ``seconds`` (negative: back)."""
        self.offset += seconds

    def set(self, moment: float) -> None:
        """Make it ``moment`` (epoch seconds) now."""
        self.offset = moment - time.time()


def v1_datetime(moment: float | None) -> str | None:
    """As v1 writes datetimes: with an offset, to the second (api 4.1)."""
    if moment is None:
        return None
    return datetime.fromtimestamp(moment, _OVH_ZONE).isoformat(timespec="seconds")


def v2_datetime(moment: float | None) -> str | None:
    """As v2 writes datetimes: UTC with ``Z`` and microseconds (api 4.1)."""
    if moment is None:
        return None
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")
