"""The record of the calls that a sandbox answered, and of the objections to them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

_HISTORY = 100_000


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One call. ``key`` names the caller without its secret (``credential 410000001``).

    ``at`` is in epoch seconds, ``path`` is without version and query.
    """

    number: int
    at: float
    method: str
    path: str
    status: int
    key: str = ""
    account: str = ""
    address: str = ""
    route: str = ""
    matched_url: str = ""
    query_id: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """Something a client did wrong; ``detail`` never holds the secret itself."""

    kind: str
    method: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class FairUse:
    """How fast each key may call: ``burst`` calls at once, then ``rate`` a second (api 6.4)."""

    rate: float = 1.0
    burst: float = 20.0


class CallRecord:
    """The calls answered, newest last, and the objections to them.

    ``fair_use``: None to let bursts pass without an objection.
    """

    def __init__(self, fair_use: FairUse | None = None) -> None:
        self.fair_use = fair_use
        self.calls: deque[RecordedCall] = deque(maxlen=_HISTORY)
        self.objections: list[Objection] = []
        self._levels: dict[str, tuple[float, float]] = {}

    def clear(self) -> None:
        """Forget calls and objections."""
        self.calls.clear()
        self.objections.clear()
        self._levels.clear()

    def count(self, method: str = "*", path: str = "*") -> int:
        """Calls answered whose method and path (without version, globs) fit."""
        return sum(1 for _ in self.find(method, path))

    def find(self, method: str = "*", path: str = "*") -> Iterator[RecordedCall]:
        """The calls whose method and path (without version, globs) fit, oldest first."""
        return (
            call
            for call in list(self.calls)
            if method in ("*", call.method) and fnmatchcase(call.path, path)
        )

    def as_plain(self) -> dict[str, Any]:
        """``calls`` and ``objections`` as lists of dictionaries, ready for JSON."""
        return {
            "calls": [asdict(call) for call in list(self.calls)],
            "objections": [asdict(objection) for objection in self.objections],
        }

    def add(self, call: RecordedCall, objections: Iterable[Objection] = ()) -> None:
        """Keep a call and what there is to object to it; adds that it is faster than fair use."""
        self.calls.append(call)
        self.objections.extend(objections)
        if self.fair_use and call.key and self._is_burst(call, self.fair_use):
            detail = f"{call.key} calls faster than fair use allows"
            self.objections.append(Objection("burst", call.method, call.path, detail))

    def _is_burst(self, call: RecordedCall, fair_use: FairUse) -> bool:
        level, at = self._levels.get(call.key, (fair_use.burst, call.at))
        level = min(fair_use.burst, level + (call.at - at) * fair_use.rate) - 1
        # One objection for each burst: after it the key may make a whole burst of calls again.
        is_over = level < -0.5
        self._levels[call.key] = (fair_use.burst if is_over else level, call.at)
        return is_over
