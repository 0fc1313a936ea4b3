"""What other rules change, laid out to be read: rules, operations, risks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from credentials import rights
from credentials.core import Sentence
from credentials.rights import AccessRule, Catalogue, Operation, Reach, Risk, RuleComparison

_FIRST = 8
_MOST = 60


@dataclass(frozen=True, slots=True)
class OperationList:
    """The operations that come, or those that go: ``first`` of them, ``more`` to open, and how
    many are ``not_shown``."""

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
    def not_shown(self) -> int:
        return max(self.count - _MOST, 0)


class RuleChange:
    """From ``old`` rules to ``new`` ones, by one catalogue."""

    def __init__(
        self, catalogue: Catalogue, old: Sequence[AccessRule], *, new: Sequence[AccessRule]
    ) -> None:
        self._catalogue = catalogue
        self._old = old
        self._new = new

    @cached_property
    def _comparison(self) -> RuleComparison:
        return rights.compare_rules(self._catalogue, self._old, self._new)

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
    def gained(self) -> OperationList:
        return OperationList(self._comparison.gained)

    @cached_property
    def lost(self) -> OperationList:
        return OperationList(self._comparison.lost)

    @property
    def new_risks(self) -> tuple[Risk, ...]:
        return self._comparison.new_risks

    @property
    def ended_risks(self) -> tuple[Risk, ...]:
        return self._comparison.ended_risks
