"""Which strategies to read a list work at an endpoint, remembered by the process (api 6)."""

from __future__ import annotations

import time
from threading import Lock
from typing import Final

from credentials.ovhcloud.client.limits import Strategy

#: After so many seconds a strategy that did not work may be tried again.
_RECONSIDER: Final = 3600.0

_outcomes: dict[tuple[str, str, Strategy], tuple[bool, float]] = {}
_lock = Lock()


class StrategyMemory:
    """Which strategies are allowed for one list of one endpoint, and which are known to work."""

    def __init__(self, api_root: str, path: str, *, strategies: tuple[Strategy, ...]) -> None:
        self._list = (api_root, path)
        self._strategies = strategies

    def allows(self, strategy: Strategy) -> bool:
        """Whether it is worth trying."""
        return strategy in self._strategies and self._known(strategy) is not False

    def is_proven(self, strategy: Strategy) -> bool:
        """Whether it has worked here."""
        return self._known(strategy) is True

    def note(self, strategy: Strategy, *, works: bool) -> None:
        """Remember whether it worked."""
        with _lock:
            _outcomes[(*self._list, strategy)] = works, time.monotonic()

    def _known(self, strategy: Strategy) -> bool | None:
        with _lock:
            works, noted_at = _outcomes.get((*self._list, strategy), (None, 0.0))
        is_fresh = works is True or time.monotonic() - noted_at < _RECONSIDER
        return works if is_fresh else None
