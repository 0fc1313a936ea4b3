"""How modules declare routes, and how the route of a call is chosen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from typing import TypedDict, Unpack
from urllib.parse import unquote

from credentials.core import Method
from sandbox import errors
from sandbox.call import Handler, Match, Route


class RouteOptions(TypedDict, total=False):
    """What a route may say of itself; see ``Route``."""

    action: str
    resource: str
    signed: bool
    ruled: bool
    typed: bool
    item: str
    cursors: bool


class RouteFamily(list[Route]):
    """The routes of one module: ``@family("GET", "/me")`` above a handler adds it."""

    def __init__(self, version: str = "v1") -> None:
        super().__init__()
        self.version = version

    def __call__(
        self, method: str, template: str, **options: Unpack[RouteOptions]
    ) -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            route = Route(method, template, handler, self.version, **options)
            self.append(route)
            return handler

        return add


class Router:
    """Finds the route of a call. Literal segments win over parameters.

    ``fallback`` gives the router to ask when this one has no route; made only when needed.
    """

    def __init__(
        self,
        families: Iterable[Iterable[Route]],
        *,
        fallback: Callable[[], Router] | None = None,
    ) -> None:
        self._fallback = fallback
        self._literal: dict[tuple[str, str, str], Route] = {}
        self._templates: dict[tuple[str, str, int], list[tuple[list[str], Route]]] = {}
        self._get_routes: dict[tuple[str, str], Route] = {}
        for route in (route for family in families for route in family):
            self._add(route)
        for templates in self._templates.values():
            templates.sort(key=lambda pair: [segment.startswith("{") for segment in pair[0]])

    def find(self, version: str, method: str, path: str) -> Match:
        """The route of ``path`` (no version, no query). One trailing slash is ignored.

        Raises the 404 that OVHcloud gives for a URL it does not know.
        """
        trimmed = path.removesuffix("/")
        literal = self._literal.get((version, method, trimmed))
        if literal:
            return self._match(literal, {})
        segments = trimmed.split("/")
        for template, route in self._templates.get((version, method, len(segments)), []):
            params = _params(template, segments)
            if params is not None:
                return self._match(route, params)
        if self._fallback:
            match = self._fallback().find(version, method, path)
            return self._match(match.route, match.params)
        raise errors.invalid_url()

    def reading(self, version: str, template: str) -> Route | None:
        """The route that reads what ``template`` names; None where there is none."""
        own = self._get_routes.get((version, template))
        return own or (self._fallback().reading(version, template) if self._fallback else None)

    def methods(self, version: str, path: str) -> list[str]:
        """The methods that ``path`` has routes for."""
        methods = []
        for method in Method:
            with contextlib.suppress(errors.RefusalError):
                methods.append(self.find(version, method, path).route.method)
        return methods

    def _match(self, route: Route, params: dict[str, str]) -> Match:
        item = self.reading(route.version, route.item) if route.item else None
        return Match(route, params, item, self)

    def _add(self, route: Route) -> None:
        if route.method == "GET":
            self._get_routes[route.version, route.template] = route
        if "{" not in route.template:
            self._literal[route.version, route.method, route.template] = route
            return
        segments = route.template.split("/")
        templates = self._templates.setdefault((route.version, route.method, len(segments)), [])
        templates.append((segments, route))


def _params(template: list[str], segments: list[str]) -> dict[str, str] | None:
    params = {}
    for expected, actual in zip(template, segments, strict=True):
        if expected.startswith("{"):
            params[expected[1:-1]] = unquote(actual)
        elif expected != actual:
            return None
    return params
