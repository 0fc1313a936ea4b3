"""How far a reading is, written to its row while it works: keys, calls, and what it waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.utils import timezone

from credentials.live import sync_rows
from credentials.models import Sync
from credentials.ovhcloud import OvhClient

_BEAT: Final = timedelta(seconds=3)
#: A shorter wait is none that anybody would notice.
_NOTICED: Final = 1.0
#: Told of a reading, each time that it is further.
Report = Callable[[Sync], object]


def ignore(_: Sync) -> None:
    """Nobody follows."""


@dataclass(slots=True)
class SyncProgress:
    """``ovh`` makes the calls of the reading; those of earlier tries count as well.

    ``report`` is told of each step.
    """

    sync: Sync
    ovh: OvhClient
    report: Report = ignore
    _calls_before: int = field(init=False)

    def __post_init__(self) -> None:
        self._calls_before = self.sync.calls

    def of_keys(self, done: int, total: int) -> None:
        """So many keys are read, of so many. Raises ``TakenOver``."""
        self.sync.done, self.sync.total = done, total
        self.beat()

    def of_others(self, _done: int, _total: int) -> None:
        """Something other than keys is read. Raises ``TakenOver``."""
        beat_at = self.sync.beat_at
        if beat_at is None or timezone.now() - beat_at > _BEAT:
            self.beat()

    def beat(self) -> None:
        """Write down how far it is. Raises ``TakenOver``."""
        traffic, sync = self.ovh.traffic(), self.sync
        wait = timedelta(seconds=traffic.wait)
        sync.calls = self._calls_before + traffic.calls
        sync.next_call_at = timezone.now() + wait if traffic.wait > _NOTICED else None
        sync_rows.beat(sync)
        self.report(sync)
