"""Browsing the API by its routes: what is there, and what rules from there down would reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import rights
from credentials.rights import METHOD_SHORTHANDS, AccessRule, Catalogue, Reach, RouteNode
from dashboard.rights_builder.search import OperationChoice

_LEVELS: Mapping[str, Promise] = {
    "read": _("Read"),
    "read-write-without-delete": _("Read and write, no DELETE"),
    "read-write": _("Read and write"),
}


@dataclass(frozen=True, slots=True)
class PathStep:
    """A place on the way here."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class AccessLevel:
    """Rules for a place and everything below; ``gained``: the operations reached by them alone."""

    key: str
    word: Promise
    rules: tuple[AccessRule, ...]
    gained: int


class BrowsedPath:
    """A place of the API; ``path`` has a star or a name where a parameter is, "" is the whole."""

    def __init__(self, path: str, reached: Reach) -> None:
        self._catalogue = reached.catalogue
        self.path = path.removesuffix("/")
        self._reached = reached

    @property
    def steps(self) -> list[PathStep]:
        """The places above, and this one."""
        names = self.path.split("/")[1:]
        return [PathStep(name, "/" + "/".join(names[: n + 1])) for n, name in enumerate(names)]

    @property
    def branches(self) -> list[RouteNode]:
        routes = rights.child_routes(self._catalogue, self.path)
        return routes if self.path else sorted(routes, key=lambda route: str(route.label).lower())

    @property
    def asks_a_name(self) -> str:
        """What OVHcloud calls the parameter that follows, if one does."""
        starred = (
            route
            for route in rights.child_routes(self._catalogue, self.path)
            if route.path.endswith("*")
        )
        return next((str(route.label) for route in starred), "")

    @property
    def choices(self) -> list[OperationChoice]:
        """What can be done at this very place."""
        own = self._catalogue.operations_at(self.path) if self.path else ()
        return [
            OperationChoice(f"{operation.method} {operation.prefix}{self.path}", operation)
            for operation in own
        ]

    @property
    def levels(self) -> list[AccessLevel]:
        """Ways to take the place and all below, each reaching more than the one before."""
        by_rules: dict[tuple[AccessRule, ...], AccessLevel] = {}
        for key, word in _LEVELS.items() if self.path else ():
            rules = level_rules(self._catalogue, self.path, key=key)
            level = AccessLevel(
                key, word, rules, len(rights.additional_reach(self._reached, rules))
            )
            if rules:
                by_rules.setdefault(rules, level)
        return list(by_rules.values())


def level_rules(catalogue: Catalogue, path: str, *, key: str) -> tuple[AccessRule, ...]:
    """The rules of a level; none for no level."""
    methods = METHOD_SHORTHANDS.get(key, ())
    return below(catalogue, [AccessRule(method, path) for method in methods])


def below(catalogue: Catalogue, rules: Sequence[AccessRule]) -> tuple[AccessRule, ...]:
    """The rules with everything below them."""
    return rights.with_rules_below(catalogue, rules)
