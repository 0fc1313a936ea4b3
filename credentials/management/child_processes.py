"""Child processes that start in order and end together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import TracebackType

from django.conf import settings

#: A busy machine takes its time; a child that ended is noticed at once.
_PATIENCE = 120.0
_TICK = 0.1


class ChildError(Exception):
    """A child ended, or does not answer: which one."""


class Children:
    """Named Python processes. Leaving the ``with`` block stops them, the newest first."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *arguments: str) -> None:
        """Run this Python with ``arguments``; its output goes where ours does."""
        self._running[name] = subprocess.Popen(  # noqa: S603 -- arguments of our own
            [sys.executable, *arguments], cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL
        )

    def wait_until(self, is_ready: Callable[[], bool], *, name: str) -> None:
        """Wait for the child ``name`` to be ready; raises ``ChildError`` when it never is."""
        deadline = time.monotonic() + _PATIENCE
        while not is_ready():
            self._check()
            if time.monotonic() > deadline:
                raise ChildError(f"The {name} did not answer within {_PATIENCE:.0f} seconds.")
            time.sleep(_TICK)

    def watch(self) -> None:
        """Stay until a child ends, which none should: raises ``ChildError``."""
        while True:
            self._check()
            time.sleep(_TICK)

    def _check(self) -> None:
        for name, child in self._running.items():
            if child.poll() is not None:
                raise ChildError(f"The {name} ended by itself; what it said stands above.")

    def __enter__(self) -> Children:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        for child in reversed(self._running.values()):
            _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
