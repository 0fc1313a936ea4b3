"""Routes: which function answers a method and path, and what a caller needs to reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sandbox import errors

if TYPE_CHECKING:
    from sandbox.call import Call

Handler = Callable[["Call"], object]


@dataclass(frozen=True, slots=True)
class Route:
    """``template`` is the path with ``{params}``, without version.

    ``action``: the IAM action a policy must grant. ``resource``: the URN type it is granted on,
    with the parameter that names it (``account``, ``dnsZone:zoneName``). ``signed``: needs a
    caller. ``ruled``: needs a rule (``/auth/*`` needs none, api 3.1). ``item``: on a list of ids,
    the template that reads one object. ``cursors``: a v2 list.
    """

    method: str
    template: str
    handler: Handler
    version: str = "v1"
    action: str = ""
    resource: str = "account"
    signed: bool = True
    ruled: bool = True
    item: str = ""
    cursors: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    route: Route
    params: dict[str, str]


class Family(list[Route]):
    """The routes of one module: ``@family("GET", "/me")`` above a handler adds it."""

    def __init__(self, version: str = "v1") -> None:
        super().__init__()
        self.version = version

    def __call__(
        self, method: str, template: str, **options: str | bool
    ) -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            route = Route(method, template, handler, self.version, **options)  # type: ignore[arg-type]
            self.append(route)
            return handler

        return add


class Router:
    """Finds the route of a call. Literal segments win over parameters.

    ``otherwise`` gives the router to ask when this one has no route; made only when needed.
    """

    def __init__(
        self,
        families: Iterable[Iterable[Route]],
        *,
        otherwise: Callable[[], Router] | None = None,
    ) -> None:
        self._otherwise = otherwise
        self._literal: dict[tuple[str, str, str], Route] = {}
        self._shaped: dict[tuple[str, str, int], list[tuple[list[str], Route]]] = {}
        self._readers: dict[tuple[str, str], Route] = {}
        for route in (route for family in families for route in family):
            self._add(route)
        for shaped in self._shaped.values():
            shaped.sort(key=lambda pair: [segment.startswith("{") for segment in pair[0]])

    def find(self, version: str, method: str, path: str) -> Match:
        """The route of ``path`` (no version, no query). One trailing slash is ignored.

        Raises the 404 that OVHcloud gives for a URL it does not know.
        """
        trimmed = path.removesuffix("/")
        literal = self._literal.get((version, method, trimmed))
        if literal:
            return Match(literal, {})
        segments = trimmed.split("/")
        for template, route in self._shaped.get((version, method, len(segments)), []):
            params = _params(template, segments)
            if params is not None:
                return Match(route, params)
        if self._otherwise:
            return self._otherwise().find(version, method, path)
        raise errors.invalid_url()

    def reader(self, version: str, template: str) -> Route:
        """The GET route of a template."""
        return self._readers[version, template]

    def _add(self, route: Route) -> None:
        if route.method == "GET":
            self._readers[route.version, route.template] = route
        if "{" not in route.template:
            self._literal[route.version, route.method, route.template] = route
            return
        segments = route.template.split("/")
        shaped = self._shaped.setdefault((route.version, route.method, len(segments)), [])
        shaped.append((segments, route))


def _params(template: list[str], segments: list[str]) -> dict[str, str] | None:
    params = {}
    for expected, actual in zip(template, segments, strict=True):
        if expected.startswith("{"):
            params[expected[1:-1]] = unquote(actual)
        elif expected != actual:
            return None
    return params
