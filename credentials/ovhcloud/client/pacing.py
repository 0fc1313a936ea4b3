"""A pace for every key, kept by all threads and clients of this process (api 6.4).

Where there is a pace that all processes keep (``share_paces_by``), it goes by that one.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from threading import Lock
from typing import Final, Protocol

from credentials.ovhcloud.client.deadline import Deadline
from credentials.ovhcloud.client.limits import Limits

_MOST_PACERS: Final = 1000


class PastDeadline(Exception):
    """The next call may go in ``seconds`` only, which is after the deadline."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.1f} s")
        self.seconds = seconds


class SharedPace(Protocol):
    """The pace of a key over all processes."""

    def claim(self, kept_back: int) -> float | None:
        """As ``Pacer`` claims; None where it is not known now, and the process keeps its own."""

    def block(self, seconds: float) -> None:
        """As ``Pacer.block``."""


class Pacer:
    """A token bucket: ``burst`` calls at once, then ``rate`` a second; rate 0 lets all pass.

    A quarter of the burst is kept from bulk work, so that a person's click does not wait for a
    list that is being read.
    """

    def __init__(self, rate: float, burst: int, shared: SharedPace | None = None) -> None:
        self._rate, self._burst = rate, max(burst, 1)
        self._shared = shared
        self._waits_until = 0.0
        self._tokens = float(self._burst)
        self._counted_at = time.monotonic()
        self._closed_until = 0.0
        self._lock = Lock()

    def take(self, deadline: Deadline) -> None:
        """Wait until the next call may go. Raises ``PastDeadline`` when that is too late."""
        kept_back = self._burst // 4 if deadline.is_bulk else 0
        while (wait := self._claim(kept_back)) > 0:
            self._waits_until = time.monotonic() + wait
            if wait > deadline.remaining():
                raise PastDeadline(wait)
            deadline.pause(wait)

    def wait(self) -> float:
        """Seconds until the next call of those that wait; 0 where none does."""
        return max(self._waits_until - time.monotonic(), 0.0)

    def block(self, seconds: float) -> None:
        """Let no call go for ``seconds``: OVHcloud answered 429 with ``Retry-After``."""
        with self._lock:
            self._closed_until = max(self._closed_until, time.monotonic() + seconds)
        if self._shared is not None:
            self._shared.block(seconds)

    def is_idle(self) -> bool:
        """Whether forgetting this pacer would change nothing."""
        with self._lock:
            self._refill()
            return self._tokens >= self._burst and self._closed_until <= time.monotonic()

    def _claim(self, kept_back: int) -> float:
        """Take a token, or say after how many seconds to ask again."""
        wait = self._shared.claim(kept_back) if self._shared is not None else None
        return self._claim_here(kept_back) if wait is None else wait

    def _claim_here(self, kept_back: int) -> float:
        with self._lock:
            self._refill()
            if (closed := self._closed_until - time.monotonic()) > 0:
                return closed
            missing = 1 + kept_back - self._tokens
            if self._rate <= 0 or missing <= 0:
                self._tokens -= 1 if self._rate > 0 else 0
                return 0.0
            return missing / self._rate

    def _refill(self) -> None:
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._counted_at) * self._rate)
        self._counted_at = now


_pacers: dict[tuple[str, str, float, int], Pacer] = {}
_makers: list[Callable[[str, str, Limits], SharedPace]] = []
_lock = Lock()


def share_paces_by(make: Callable[[str, str, Limits], SharedPace]) -> None:
    """Go by the pace that ``make`` gives for an endpoint, a caller and limits, from now on."""
    _makers[:] = [make]


def pacer_for(endpoint: str, caller: str, *, limits: Limits) -> Pacer:
    """The process's pacer for a caller at an endpoint; ``caller`` names it, secrets included.

    Only a digest is kept of ``caller``.
    """
    digest = hashlib.sha256(caller.encode()).hexdigest()
    makes = _makers if limits.is_shared and limits.rate > 0 else ()
    name = (endpoint, digest, limits.rate, limits.burst)
    with _lock:
        if name not in _pacers and len(_pacers) >= _MOST_PACERS:
            _drop_idle()
        if name not in _pacers:
            shared = next((make(endpoint, caller, limits) for make in makes), None)
            _pacers[name] = Pacer(limits.rate, limits.burst, shared)
        return _pacers[name]


def _drop_idle() -> None:
    for name in [name for name, pacer in _pacers.items() if pacer.is_idle()]:
        del _pacers[name]
