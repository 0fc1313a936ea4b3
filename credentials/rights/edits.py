"""What was edited from one list of rules to another, rule by rule, as they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from credentials.rights.rule import AccessRule


@dataclass(frozen=True, slots=True)
class Edits:
    """``added`` and ``kept`` are the new rules, ``removed`` and ``kept`` the old ones, each in
    their own order. What that does to the reach is another question: see ``diff``."""

    added: tuple[AccessRule, ...]
    removed: tuple[AccessRule, ...]
    kept: tuple[AccessRule, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def edits(old: Iterable[AccessRule], new: Iterable[AccessRule]) -> Edits:
    """How ``new`` differs from ``old``; a rule that stands twice counts once."""
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    return Edits(
        added=tuple(rule for rule in after if rule not in before),
        removed=tuple(rule for rule in before if rule not in after),
        kept=tuple(rule for rule in after if rule in before),
    )
