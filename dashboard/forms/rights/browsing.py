"""Walking the API place by place: what is there, and what rules from there down would reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import catalogue as known
from credentials.catalogue import SHORTHANDS, Branch, Reach
from credentials.rights import AccessRule
from dashboard.forms.rights.finding import Choice, catalogue

_LEVELS: Mapping[str, Promise] = {
    "read": _("Read"),
    "read-write-without-delete": _("Read and write, no DELETE"),
    "read-write": _("Read and write"),
}
#: Rules for the second branch may have its version in front or not (api 3.2).
_STARTS = ("", "/v2")


@dataclass(frozen=True, slots=True)
class Step:
    """A place on the way here."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Level:
    """Rules for a place and everything below; ``gained``: the operations reached by them alone."""

    key: str
    word: Promise
    rules: tuple[AccessRule, ...]
    gained: int


class Place:
    """A place of the API; ``path`` has a star or a name where a parameter is, "" is the whole."""

    def __init__(self, path: str, reached: Reach) -> None:
        self.path = path.removesuffix("/")
        self._reached = reached

    @property
    def steps(self) -> list[Step]:
        """The places above, and this one."""
        names = self.path.split("/")[1:]
        return [Step(name, "/" + "/".join(names[: n + 1])) for n, name in enumerate(names)]

    @property
    def branches(self) -> list[Branch]:
        found = known.branches(catalogue(), self.path)
        return found if self.path else sorted(found, key=lambda one: str(one.label).lower())

    @property
    def asks_a_name(self) -> str:
        """What OVHcloud calls the parameter that follows, if one does."""
        found = (one for one in known.branches(catalogue(), self.path) if one.path.endswith("*"))
        return next((str(one.label) for one in found), "")

    @property
    def choices(self) -> list[Choice]:
        """What can be done at this very place."""
        own = catalogue().at(self.path) if self.path else ()
        return [
            Choice(f"{one.method} {_STARTS[one.version == 'v2']}{self.path}", one)
            for one in own
            if not one.is_deprecated
        ]

    @property
    def levels(self) -> list[Level]:
        """Ways to take the place and all below, each reaching more than the one before."""
        found: dict[tuple[AccessRule, ...], Level] = {}
        for key, word in _LEVELS.items() if self.path else ():
            rules = level_rules(self.path, key)
            level = Level(key, word, rules, len(known.gain(self._reached, rules)))
            if rules:
                found.setdefault(rules, level)
        return list(found.values())


def level_rules(path: str, key: str) -> tuple[AccessRule, ...]:
    """The rules of a level; none for no level."""
    methods = SHORTHANDS.get(key, ())
    return below([AccessRule(method, start + path) for start in _STARTS for method in methods])


def below(rules: Sequence[AccessRule]) -> tuple[AccessRule, ...]:
    """The rules with everything below them."""
    return known.with_below(catalogue(), rules)
