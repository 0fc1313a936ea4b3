"""What other rules change, laid out to be read: rules, operations, risks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from credentials import catalogue as known
from credentials.catalogue import Comparison, Operation, Reach
from credentials.rights import AccessRule
from credentials.sentences import Sentence
from dashboard.forms.rights.effect import Warned, warned
from dashboard.forms.rights.finding import catalogue

_FIRST = 8
_MOST = 60


@dataclass(frozen=True, slots=True)
class Side:
    """The operations that come, or those that go: ``first`` of them, ``more`` to open, and how
    many are ``unsaid``."""

    reach: Reach

    @property
    def count(self) -> int:
        return len(self.reach)

    @property
    def sentence(self) -> Sentence:
        return self.reach.sentence

    @property
    def first(self) -> tuple[Operation, ...]:
        return self.reach.operations(most=_FIRST)

    @property
    def more(self) -> tuple[Operation, ...]:
        return self.reach.operations(most=_MOST)[_FIRST:]

    @property
    def unsaid(self) -> int:
        return max(self.count - _MOST, 0)


class Change:
    """From ``old`` rules to ``new`` ones."""

    def __init__(self, old: Sequence[AccessRule], new: Sequence[AccessRule]) -> None:
        self._old = old
        self._new = new

    @cached_property
    def _comparison(self) -> Comparison:
        return known.compare(catalogue(), self._old, self._new)

    @property
    def added(self) -> tuple[AccessRule, ...]:
        return self._comparison.rules.added

    @property
    def removed(self) -> tuple[AccessRule, ...]:
        return self._comparison.rules.removed

    @property
    def kept(self) -> tuple[AccessRule, ...]:
        return self._comparison.rules.kept

    @property
    def is_none(self) -> bool:
        """Whether the rules are the same."""
        return not self._comparison.rules

    @property
    def is_exact(self) -> bool:
        return self._comparison.is_exact

    @cached_property
    def gained(self) -> Side:
        return Side(self._comparison.gained)

    @cached_property
    def lost(self) -> Side:
        return Side(self._comparison.lost)

    @property
    def new_risks(self) -> list[Warned]:
        return [warned(risk) for risk in self._comparison.new_risks]

    @property
    def ended_risks(self) -> list[Warned]:
        return [warned(risk) for risk in self._comparison.ended_risks]
