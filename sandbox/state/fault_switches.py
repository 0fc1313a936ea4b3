"""The fault switches that are on, and which of them apply to a call."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from threading import Lock

from sandbox.state.fault import Fault, FaultKind, parse

_MINUTE = 60.0


class CallFaults(tuple[Fault, ...]):
    """The faults that apply to one call."""

    __slots__ = ()

    def of(self, kind: FaultKind) -> Fault | None:
        """The first fault of this kind, if there is any."""
        return next((fault for fault in self if fault.kind is kind), None)

    def first(self, kind: FaultKind, value: str) -> Fault | None:
        """The first fault of this kind for ``value`` (or for any value), if there is any."""
        return next(
            (fault for fault in self if fault.kind is kind and fault.value in ("", value)), None
        )

    def affects(self, kind: FaultKind, value: str) -> bool:
        """Whether a fault of this kind is there for ``value`` (or for any value)."""
        return self.first(kind, value) is not None


class FaultSwitches:
    """Every fault that is switched on. Safe to change while calls are answered."""

    def __init__(self, faults: Iterable[Fault | str] = ()) -> None:
        self._lock = Lock()
        self._active: list[Fault] = []
        self._call_times: defaultdict[str, deque[float]] = defaultdict(deque)
        self._counts: list[int] = []
        for fault in faults:
            self.add(fault)

    def add(self, fault: Fault | str) -> Fault:
        """Switch a fault on, given as a value or as its line of text. Raises ValueError."""
        parsed = parse(fault) if isinstance(fault, str) else fault
        with self._lock:
            self._active.append(parsed)
            self._counts.append(0)
        return parsed

    def clear(self) -> None:
        """Switch everything off."""
        with self._lock:
            self._active, self._counts = [], []
            self._call_times.clear()

    def active(self) -> list[Fault]:
        """The faults that are on, in the order they were added."""
        return list(self._active)

    def for_call(self, method: str, path: str) -> CallFaults:
        """The faults that apply to this call; each whose method and path fit counts it."""
        if not self._active:
            return _NONE
        with self._lock:
            return CallFaults(
                fault
                for index, fault in enumerate(self._active)
                if fault.fits(method, path) and self._is_its_turn(index, fault)
            )

    def total(self, kind: FaultKind) -> float:
        """The sum of the values of every fault of ``kind``, whatever the call (clock faults)."""
        return sum(fault.number() for fault in self._active if fault.kind is kind)

    def is_over_limit(self, key: str, *, limit: int, now: float) -> bool:
        """Whether one more call with ``key`` is beyond ``limit`` in a minute; counts it if not.

        ``now`` in epoch seconds.
        """
        with self._lock:
            times = self._call_times[key]
            while times and times[0] <= now - _MINUTE:
                times.popleft()
            if len(times) >= limit:
                return True
            times.append(now)
            return False

    def _is_its_turn(self, index: int, fault: Fault) -> bool:
        self._counts[index] += 1
        turn = self._counts[index] - fault.after
        return turn > 0 and (fault.count is None or turn <= fault.count)


_NONE = CallFaults()
