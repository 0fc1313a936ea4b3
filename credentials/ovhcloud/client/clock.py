"""How far OVHcloud's clock is from ours: asked lazily, once a process and endpoint (api 2.2)."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from credentials.ovhcloud.client.deadline import locked


class ServerClock:
    """The time at an endpoint. ``ask`` is the call to ``/auth/time``, in seconds."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._asked_at = float("-inf")
        self._lock = Lock()

    def timestamp(self, ask: Callable[[], int], *, until: float) -> int:
        """Seconds since the epoch on the server's clock. Raises ``ApiError``."""
        if self._asked_at == float("-inf"):
            self.sync(ask, since=float("-inf"), until=until)
        return int(time.time() + self._ahead)

    def sync(self, ask: Callable[[], int], *, since: float, until: float) -> None:
        """Ask again, unless another thread did after ``since``; both times are monotonic."""
        with locked(self._lock, until=until):
            if self._asked_at <= since:
                self._ahead = ask() - time.time()
                self._asked_at = time.monotonic()


_clocks: dict[str, ServerClock] = {}
_lock = Lock()


def clock_of(api_root: str) -> ServerClock:
    """The process's clock for an endpoint."""
    with _lock:
        return _clocks.setdefault(api_root, ServerClock())
