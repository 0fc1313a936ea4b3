"""What the sandbox saw: every call, and everything an honest OVHcloud would object to."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from sandbox.wire import Request, basic
from sandbox.world import World

_HISTORY = 100_000
_WORD = re.compile(r"[A-Za-z0-9]{8,}")
_PLACES = {
    "x-ovh-application": "application key",
    "x-ovh-consumer": "consumer key",
    "x-ovh-signature": "",
}
_TOKEN_ROUTES = ("/auth/oauth2/token", "/oauth2/token")


@dataclass(frozen=True, slots=True)
class Seen:
    """One call. ``key`` names the caller without its secret (``credential 410000001``)."""

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
    """A bucket of ``burst`` calls that refills at ``rate`` a second, one a key (api 6.4)."""

    rate: float = 1.0
    burst: float = 20.0


class Record:
    """The calls answered, newest last, and the objections to them."""

    def __init__(self, fair_use: FairUse | None = None) -> None:
        self.fair_use = fair_use
        self.calls: deque[Seen] = deque(maxlen=_HISTORY)
        self.objections: list[Objection] = []
        self._levels: dict[str, tuple[float, float]] = {}

    def clear(self) -> None:
        self.calls.clear()
        self.objections.clear()
        self._levels.clear()

    def count(self, method: str = "*", path: str = "*") -> int:
        """Calls answered whose method and path (without version, globs) fit."""
        return sum(1 for _ in self.find(method, path))

    def find(self, method: str = "*", path: str = "*") -> Iterator[Seen]:
        return (
            seen
            for seen in list(self.calls)
            if method in ("*", seen.method) and fnmatchcase(seen.path, path)
        )

    def as_plain(self) -> dict[str, Any]:
        return {
            "calls": [asdict(seen) for seen in list(self.calls)],
            "objections": [asdict(objection) for objection in self.objections],
        }

    def add(self, seen: Seen, request: Request, world: World) -> None:
        """Keep a call, and object to what is wrong with it."""
        self.calls.append(seen)
        for kind, detail in _faults_of(seen, request, world):
            self._object(seen, kind, detail)
        if self.fair_use and seen.key and self._is_burst(seen, self.fair_use):
            self._object(seen, "burst", f"{seen.key} calls faster than fair use allows")

    def _object(self, seen: Seen, kind: str, detail: str) -> None:
        self.objections.append(Objection(kind, seen.method, seen.path, detail))

    def _is_burst(self, seen: Seen, fair_use: FairUse) -> bool:
        level, at = self._levels.get(seen.key, (fair_use.burst, seen.at))
        level = min(fair_use.burst, level + (seen.at - at) * fair_use.rate) - 1
        # One objection a burst: what goes below the floor starts again from a full bucket.
        over = level < -0.5
        self._levels[seen.key] = (fair_use.burst if over else level, seen.at)
        return over


def _faults_of(seen: Seen, request: Request, world: World) -> Iterator[tuple[str, str]]:
    if seen.path == "/auth/time" and "x-ovh-signature" in request.headers:
        yield "signed-time", "GET /auth/time carries a signature"
    yield from _secrets_in("the address", request.target, world)
    for name, value in request.headers.items():
        yield from _secrets_in_header(name, value, world)
    if not seen.path.startswith(_TOKEN_ROUTES):
        yield from _secrets_in("Basic credentials", " ".join(basic(request.headers)), world)
    if request.body and not seen.path.startswith(_TOKEN_ROUTES):
        yield from _secrets_in("the body", request.body.decode("utf-8", "replace"), world)


def _secrets_in_header(name: str, value: str, world: World) -> Iterator[tuple[str, str]]:
    for kind, detail in _secrets_in(f"the header {name}", value, world):
        own = _PLACES.get(name, "access token" if name == "authorization" else "")
        if not own or kind != f"{own} on the wire":
            yield kind, detail


def _secrets_in(place: str, text: str, world: World) -> Iterator[tuple[str, str]]:
    for word in _WORD.findall(text):
        kind, _ = world.handles.get(word, ("", None))
        if kind and kind != "validation token":
            yield f"{kind} on the wire", f"{kind} in {place}"
