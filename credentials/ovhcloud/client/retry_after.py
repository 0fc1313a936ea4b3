"""``Retry-After``: seconds or an HTTP date, and whatever else a server puts there."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def parse(text: str, *, now: datetime) -> float:
    """Seconds to wait from ``now`` on; 0 when the header is absent, past or nonsense."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max((aware - now).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0
