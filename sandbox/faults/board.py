"""The switches that are on, and which of them strike a call."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from threading import Lock

from sandbox.faults.fault import Fault, Kind, parse

_MINUTE = 60.0


class Struck(tuple[Fault, ...]):
    """The switches that strike one call."""

    __slots__ = ()

    def of(self, kind: Kind) -> Fault | None:
        """The switch of this kind, if one strikes."""
        return next((fault for fault in self if fault.kind is kind), None)

    def holds(self, kind: Kind, value: str) -> bool:
        """Whether a switch of this kind strikes for ``value`` (or for any)."""
        return any(fault.kind is kind and fault.value in ("", value) for fault in self)


class Board:
    """Every switch that is on. Safe to change while calls are answered."""

    def __init__(self, faults: Iterable[Fault | str] = ()) -> None:
        self._lock = Lock()
        self._switches: list[Fault] = []
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._counts: list[int] = []
        for fault in faults:
            self.add(fault)

    def add(self, fault: Fault | str) -> Fault:
        """Switch a fault on, given as a value or as its line of text."""
        switch = parse(fault) if isinstance(fault, str) else fault
        with self._lock:
            self._switches.append(switch)
            self._counts.append(0)
        return switch

    def clear(self) -> None:
        """Switch everything off."""
        with self._lock:
            self._switches, self._counts = [], []
            self._calls.clear()

    def on(self) -> list[Fault]:
        """The switches that are on, in the order they were added."""
        return list(self._switches)

    def strike(self, method: str, path: str) -> Struck:
        """The switches that strike this call; each that fits counts it."""
        if not self._switches:
            return _NONE
        with self._lock:
            return Struck(
                fault
                for place, fault in enumerate(self._switches)
                if fault.fits(method, path) and self._counted(place, fault)
            )

    def standing(self, kind: Kind) -> float:
        """The sum of the values of every switch of ``kind``, whatever the call (clock faults)."""
        return sum(fault.number() for fault in self._switches if fault.kind is kind)

    def over_limit(self, key: str, *, limit: int, now: float) -> bool:
        """Whether one more call with ``key`` is beyond ``limit`` in a minute; counts it if not."""
        with self._lock:
            calls = self._calls[key]
            while calls and calls[0] <= now - _MINUTE:
                calls.popleft()
            if len(calls) >= limit:
                return True
            calls.append(now)
            return False

    def _counted(self, place: int, fault: Fault) -> bool:
        self._counts[place] += 1
        turn = self._counts[place] - fault.after
        return turn > 0 and (fault.count is None or turn <= fault.count)


_NONE = Struck()
