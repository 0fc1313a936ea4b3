"""One piece of work: until when it may go on, whether it can wait, and how it is called off."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from credentials.errors import TimedOut
from credentials.sentences import gettext_noop, say


class Abandoned(Exception):
    """The work was called off; nobody waits for its result."""


class Errand:
    """``seconds`` of time for a call, or for all the calls of a list.

    A bulk errand lets others pass: it leaves some of the pacer's calls to them, and waits out a
    "slow down" for as long as its own time lasts.
    """

    def __init__(self, seconds: float, *, is_bulk: bool = False) -> None:
        self.seconds = seconds
        self.until = time.monotonic() + seconds
        self.is_bulk = is_bulk
        self._off = Event()

    def remaining(self) -> float:
        """Seconds left; negative when time is over."""
        return self.until - time.monotonic()

    def pause(self, seconds: float) -> None:
        """Sleep, but wake at once when the errand is called off (raises ``Abandoned``)."""
        if self._off.wait(seconds):
            raise Abandoned

    def check(self) -> None:
        """Raise ``Abandoned`` when the errand was called off."""
        if self._off.is_set():
            raise Abandoned

    def call_off(self) -> None:
        """Wake every sleeper; nothing of this errand is started any more."""
        self._off.set()


@contextmanager
def held(lock: Lock, *, until: float) -> Iterator[None]:
    """The lock, while others may be calling OVHcloud under it. Raises ``TimedOut``."""
    if not lock.acquire(timeout=max(until - time.monotonic(), 0.0)):
        raise TimedOut(say(gettext_noop("OVHcloud did not answer other calls that go first.")))
    try:
        yield
    finally:
        lock.release()
