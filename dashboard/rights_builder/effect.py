"""What rules reach and what that risks, laid out to be read and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import findings, rights
from credentials.core import Sentence, Severity, gettext_noop, say
from credentials.findings import Verdict
from credentials.rights import (
    AccessRule,
    Catalogue,
    LintRemark,
    OperationKind,
    ProductReach,
    Reach,
    Risk,
    enumerate_phrases,
)
from dashboard.rights_builder.region import Region

KINDS: Mapping[OperationKind, Promise] = {
    OperationKind.READ: _("read"),
    OperationKind.CREATE: _("create"),
    OperationKind.EDIT: _("edit"),
    OperationKind.OPERATE: _("operate"),
    OperationKind.DELETE: _("delete"),
}
_TIDY = frozenset({"covered", "duplicate"})
_RISKS = frozenset({"full-access", "full-read"})
_FIRST_BARS = 5
_FEW_PRODUCTS = 3
_ACCOUNT = frozenset({"auth", "iam", "me", "newAccount", "order"})
_FIRST_RISKS = 5
_MOST_REMARKS = 12


@dataclass(frozen=True, slots=True)
class BarSegment:
    """The operations of one kind. ``x`` and ``width`` say where in the drawing, as SVG reads it."""

    kind: OperationKind
    word: Promise
    count: int
    x: str = ""
    width: str = ""


@dataclass(frozen=True, slots=True)
class ProductBar:
    """One product's bar, to the scale of the longest one."""

    name: Sentence
    total: int
    parts: Sequence[BarSegment]


@dataclass(frozen=True, slots=True)
class SeverityCount:
    """How many risks there are of one severity."""

    count: int
    severity: Severity


class Effect:
    """``reach`` in numbers and bars; ``risks``; ``remarks`` on single rules.

    Each list comes in two: what is said at once, and ``more_…`` to open.
    """

    def __init__(self, catalogue: Catalogue, rules: Sequence[AccessRule]) -> None:
        self.catalogue = catalogue
        self.rules = rules

    @cached_property
    def reach(self) -> Reach:
        return rights.reach(self.catalogue, self.rules)

    @property
    def kinds(self) -> list[BarSegment]:
        """How many operations of each kind there are, in all products."""
        counts = self.reach.counts
        return [BarSegment(kind, KINDS[kind], count) for kind, count in counts.items() if count]

    @cached_property
    def _bars(self) -> list[ProductBar]:
        return [ProductBar(bar.name, bar.total, _parts(bar)) for bar in self.reach.by_product]

    @property
    def bars(self) -> list[ProductBar]:
        return self._bars[:_FIRST_BARS]

    @property
    def more_bars(self) -> list[ProductBar]:
        return self._bars[_FIRST_BARS:]

    @property
    def beyond(self) -> list[Sentence]:
        """What no call with these rules gets at, as far as whole products go."""
        reach = self.reach
        most = Reach(self.catalogue, reach.bits | reach.further | reach.gone).by_product
        sentences = []
        if 0 < len(most) <= _FEW_PRODUCTS:
            names = enumerate_phrases([bar.name for bar in most], most=_FEW_PRODUCTS)
            sentences.append(say(gettext_noop("Nothing outside %(products)s."), products=names))
        if most and not _ACCOUNT & {bar.key.partition("/")[0] for bar in most}:
            sentence = gettext_noop("Nothing of the account: its people, keys, bills and orders.")
            sentences.append(say(sentence))
        return sentences

    @cached_property
    def _weighed(self) -> list[Risk]:
        return rights.risks(self.catalogue, self.rules)

    @property
    def verdict(self) -> Verdict:
        """What the rules amount to, by themselves."""
        return findings.verdict_on_plan(self.catalogue, self.rules)

    @property
    def risks(self) -> list[Risk]:
        return self._weighed[:_FIRST_RISKS]

    @property
    def more_risks(self) -> list[Risk]:
        return self._weighed[_FIRST_RISKS:]

    @cached_property
    def every_remark(self) -> list[LintRemark]:
        """What is worth knowing of single rules; what is wrong with all of them is a risk."""
        remarks = rights.lint_against_catalogue(self.catalogue, self.rules)
        return [remark for remark in remarks if remark.code not in _RISKS]

    @property
    def remarks(self) -> list[LintRemark]:
        return self.every_remark[:_MOST_REMARKS]

    @property
    def not_shown(self) -> int:
        """How many remarks there are besides those shown."""
        return len(self.every_remark) - len(self.remarks)

    @property
    def severities(self) -> list[SeverityCount]:
        """How many risks there are of each severity, the worst first."""
        severities = [risk.severity for risk in self._weighed]
        return [
            SeverityCount(severities.count(severity), severity)
            for severity in Severity
            if severity in severities
        ]

    @property
    def hints(self) -> int:
        """How many remarks on single rules there are."""
        return len(self.every_remark)

    @property
    def may_be_tidied(self) -> bool:
        return any(remark.code in _TIDY for remark in self.every_remark)


def effect_of(region: Region, rules: Sequence[AccessRule]) -> Effect:
    """What rules reach at the region."""
    return Effect(region.catalogue, rules)


def _parts(bar: ProductReach) -> list[BarSegment]:
    """The kinds side by side, a hundred units for the longest bar."""
    placed: list[BarSegment] = []
    before = 0
    for kind, count in bar.parts:
        x, width = (f"{100 * number / bar.most:.2f}" for number in (before, count))
        placed.append(BarSegment(kind, KINDS[kind], count, x, width))
        before += count
    return placed
