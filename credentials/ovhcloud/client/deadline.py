"""The time that a piece of work has: until when it may go on, and how it is cancelled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from credentials.core import TimedOut, coded, gettext_noop, say

_EARLIER_CALLS_UNANSWERED = coded(
    "api.earlier-calls-unanswered",
    gettext_noop("OVHcloud did not answer other calls that go first."),
)


class Cancelled(Exception):
    """The work was cancelled; nobody waits for its result."""


class Deadline:
    """``seconds`` of time for a call, or for all the calls of a list.

    A bulk deadline is that of a list: its calls leave some of the pacer's tokens to others, and
    wait after status 429 for as long as the list has time.
    """

    def __init__(self, seconds: float, *, is_bulk: bool = False) -> None:
        self.seconds = seconds
        self.until = time.monotonic() + seconds
        self.is_bulk = is_bulk
        self._cancelled = Event()

    def remaining(self) -> float:
        """Seconds left; negative when time is over."""
        return self.until - time.monotonic()

    def pause(self, seconds: float) -> None:
        """Sleep, but wake at once when the work is cancelled (raises ``Cancelled``)."""
        if self._cancelled.wait(seconds):
            raise Cancelled

    def check(self) -> None:
        """Raise ``Cancelled`` when the work was cancelled."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Wake every thread that waits; no further call is made under this deadline."""
        self._cancelled.set()


@contextmanager
def locked(lock: Lock, *, until: float) -> Iterator[None]:
    """The lock, while others may be calling OVHcloud under it. Raises ``TimedOut``."""
    if not lock.acquire(timeout=max(until - time.monotonic(), 0.0)):
        raise TimedOut(say(_EARLIER_CALLS_UNANSWERED))
    try:
        yield
    finally:
        lock.release()
