"""Whether a failed read is tried again, and after how long. Writes are never repeated."""

from __future__ import annotations

import random
from typing import Final

from credentials.core import (
    ApiError,
    Method,
    RateLimited,
    TimedOut,
    Unavailable,
    Unreachable,
    Unreadable,
)
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.deadline import Deadline
from credentials.ovhcloud.client.limits import Limits

_PASSING: Final = (RateLimited, Unavailable, Unreadable, Unreachable, TimedOut)


def wait_before_retry(
    error: ApiError, call: Call, *, deadline: Deadline, tries: int, limits: Limits
) -> float | None:
    """Seconds to wait before trying again after ``tries`` attempts, or ``None`` to give up.

    ``Retry-After`` is honoured up to its ceiling. A bulk deadline waits out status 429 as often as
    its time allows.
    """
    if not _is_worth_it(error, call):
        return None
    is_patient = deadline.is_bulk and isinstance(error, RateLimited)
    if tries >= limits.attempts and not is_patient:
        return None
    ceiling = limits.retry_after_ceiling if is_patient else limits.backoff_ceiling
    wait = max(
        _backoff(tries, limits.backoff, ceiling=ceiling),
        min(error.retry_after, limits.retry_after_ceiling),
    )
    return wait if wait < deadline.remaining() else None


def _is_worth_it(error: ApiError, call: Call) -> bool:
    is_redirect = 300 <= error.status < 400
    return call.method == Method.GET and isinstance(error, _PASSING) and not is_redirect


def _backoff(tries: int, first: float, *, ceiling: float) -> float:
    """Doubled each time, with jitter so that threads refused together do not return together."""
    full = min(first * 2.0 ** min(tries - 1, 30), ceiling)
    return full * (0.5 + random.random() / 2)  # noqa: S311 - spreads load, guards nothing
