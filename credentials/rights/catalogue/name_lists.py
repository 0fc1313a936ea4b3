"""Where names come from: the list of what a star in a path may stand for, and one name instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from credentials.core import Method, RuleError, Sentence, gettext_noop, say
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.operation import ANY
from credentials.rights.catalogue.operation_products import key_of, name_of
from credentials.rights.catalogue.selection import offered_methods, path_segment
from credentials.rights.catalogue.tree import Node, span
from credentials.rights.glob import STAR
from credentials.rights.invisible_characters import visible_text
from credentials.rights.rule import AccessRule

_DOTS = frozenset({".", ".."})
_BRACE = "{"
#: Bills and contracts of the account, and what could be ordered.
_ASIDE = frozenset({"me", "order"})
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class NameList:
    """``route``, when it is read, lists the names that may follow it in a path: names of
    ``noun``. What is ``taken`` there is a route of its own, and no name."""

    route: str
    noun: Sentence
    taken: frozenset[str] = frozenset()

    @property
    def rule(self) -> AccessRule:
        """What a key needs to read it."""
        return AccessRule(Method.GET, self.route)

    def segment(self, name: str) -> str:
        """The name as one segment of a path. Raises ``RuleError`` where that would be another
        place, or more than one."""
        if name in self.taken:
            sentence = gettext_noop("“%(name)s” is a route of its own below %(route)s.")
            raise RuleError(say(sentence, name=visible_text(name), route=self.route))
        is_odd = name in _DOTS or name.startswith(_BRACE) or name != name.strip()
        if is_odd or not 0 < len(name) <= _LONGEST:
            raise RuleError(say(gettext_noop("“%(name)s” is no name."), name=visible_text(name)))
        return path_segment(name)


def name_list_at(catalogue: Catalogue, route: str, *, on: date | None = None) -> NameList | None:
    """The list of services at a route, if that is one: to be read, with parameters below it.

    Lists within a service, and those of bills and contracts, hold ids that nobody knows; those of
    ``/v2`` hold more than names. They are none here.
    """
    segments = route.split("/")[1:]
    node = catalogue.tree.shaped(segments) if route.startswith("/") else None
    if node is None or node.parameter is None or segments[0] in _ASIDE:
        return None
    is_list = ANY not in segments and _is_read(catalogue, node, on)
    return NameList(route, name_of(key_of(segments)), frozenset(node.routes)) if is_list else None


def name_list_for_star(
    catalogue: Catalogue, path: str, *, on: date | None = None
) -> NameList | None:
    """The list of what the first star of a rule's path may stand for, where that is one name."""
    before, _ = _around(path)
    return name_list_at(catalogue, before, on=on) if before else None


def narrow_to_names(
    catalogue: Catalogue, rules: Iterable[AccessRule], *, by: NameList, names: Iterable[str]
) -> tuple[AccessRule, ...]:
    """The rules with each name in place of the stars that may stand for it; others stay.

    A star at the end stands for the thing and for all below it, so two rules take its place.
    Nothing is granted that was not before. Raises ``RuleError`` for a name that is none.
    """
    paths = [f"{by.route}/{by.segment(name)}" for name in names]
    narrowed = (
        narrowed_rule
        for rule in rules
        for narrowed_rule in _narrowed(catalogue, rule, by.route, paths)
    )
    return tuple(dict.fromkeys(narrowed))


def _narrowed(
    catalogue: Catalogue, rule: AccessRule, route: str, paths: Iterable[str]
) -> Iterator[AccessRule]:
    before, after = _around(rule.path)
    if before != route:
        yield rule
        return
    for path in paths:
        if after:
            yield AccessRule(rule.method, path + after)
        else:
            yield from _with_all_below(catalogue, rule.method, path)


def _with_all_below(catalogue: Catalogue, method: Method, path: str) -> Iterator[AccessRule]:
    below = f"{path}/{STAR}"
    either = [
        candidate for candidate in (path, below) if method in offered_methods(catalogue, candidate)
    ]
    yield from (AccessRule(method, chosen) for chosen in either or [below])


def _around(path: str) -> tuple[str, str]:
    """The path before and after its first star, where that is a whole segment; else nothing."""
    before, star, after = path.partition(STAR)
    is_whole = star and before.endswith("/") and after[:1] in {"", "/"}
    return (before.removesuffix("/"), after) if is_whole else ("", "")


def _is_read(catalogue: Catalogue, node: Node, on: date | None) -> bool:
    own = span(node.start, node.own_stop) & catalogue.with_methods(Method.GET) & ~catalogue.gone(on)
    return any(
        operation.version == "v1" and not operation.is_open
        for operation in catalogue.operations_in(own)
    )
