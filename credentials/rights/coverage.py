"""What a set of rules covers, and what follows: fewer rules, rows by path, differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from credentials.core import Method
from credentials.rights.glob import STAR
from credentials.rights.rule import AccessRule

Row = tuple[str, tuple[Method, ...]]


class Coverage:
    """Rules laid out for many questions: plain paths in a table, starred ones by a piece of them.

    A path without the longest piece between a rule's stars is not covered by it, which is found
    out sooner than whether the whole of it fits.
    """

    def __init__(self, rules: Iterable[AccessRule]) -> None:
        self._plain: dict[tuple[str, str], AccessRule] = {}
        self._starred: list[tuple[str, str, AccessRule]] = []
        for rule in dict.fromkeys(rules):
            if STAR in rule.pattern:
                piece = max(rule.pattern.split(STAR), key=len)
                self._starred.append((rule.method, piece, rule))
            else:
                self._plain[rule.method, rule.path] = rule

    def covering(self, method: str, path: str) -> Iterator[AccessRule]:
        """Every rule that covers the call, or everything a path with stars describes."""
        if plain := self._plain.get((method, path)):
            yield plain
        for own_method, piece, rule in self._starred:
            if piece in path and own_method == method and rule.covers(method, path):
                yield rule

    def has(self, method: str, path: str) -> bool:
        return any(True for _ in self.covering(method, path))


@dataclass(frozen=True, slots=True)
class CoverageDifference:
    """What changes in reach from old rules to new ones; spelling alone is no difference.

    ``added``: new rules that no old one covers. ``removed``: old rules that no new one covers.
    ``kept``: new rules that an old one covers.
    """

    added: tuple[AccessRule, ...]
    removed: tuple[AccessRule, ...]
    kept: tuple[AccessRule, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def normalise_rules(rules: Iterable[AccessRule]) -> tuple[AccessRule, ...]:
    """The rules without those that another one covers: the same calls, the same order."""
    chosen = tuple(rules)
    needless = superfluous(chosen)
    return tuple(rule for position, rule in enumerate(chosen) if position not in needless)


def superfluous(rules: Sequence[AccessRule]) -> dict[int, AccessRule]:
    """Positions of the rules that could go, each with the rule that makes it so.

    Of rules that cover each other the first stays.
    """
    first: dict[AccessRule, int] = {}
    for position, rule in enumerate(rules):
        first.setdefault(rule, position)
    coverage = Coverage(rules)
    return {
        position: wider
        for position, rule in enumerate(rules)
        if (wider := rule if first[rule] < position else _wider(rule, coverage, first))
    }


def rules_by_path(rules: Iterable[AccessRule]) -> list[Row]:
    """Rules by path, for reading: ``[("/me", (GET, PUT)), …]``, paths as they first appear."""
    rows: dict[str, set[Method]] = {}
    for rule in rules:
        rows.setdefault(rule.path, set()).add(rule.method)
    return [
        (path, tuple(method for method in Method if method in methods))
        for path, methods in rows.items()
    ]


def coverage_difference(old: Iterable[AccessRule], new: Iterable[AccessRule]) -> CoverageDifference:
    """How the reach changes from ``old`` to ``new``."""
    before, after = normalise_rules(old), normalise_rules(new)
    kept, added = _split(after, Coverage(before))
    _, removed = _split(before, Coverage(after))
    return CoverageDifference(added=added, removed=removed, kept=kept)


def _wider(rule: AccessRule, coverage: Coverage, first: dict[AccessRule, int]) -> AccessRule | None:
    for other in coverage.covering(rule.method, rule.pattern):
        stays = first[other] < first[rule] or not rule.covers(other.method, other.pattern)
        if other != rule and stays:
            return other
    return None


def _split(
    rules: Iterable[AccessRule], coverage: Coverage
) -> tuple[tuple[AccessRule, ...], tuple[AccessRule, ...]]:
    """The rules that are covered, and those that are not."""
    covered: list[AccessRule] = []
    others: list[AccessRule] = []
    for rule in rules:
        inside = coverage.has(rule.method, rule.pattern)
        (covered if inside else others).append(rule)
    return tuple(covered), tuple(others)
