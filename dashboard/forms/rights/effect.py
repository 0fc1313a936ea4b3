"""What rules reach and what that risks, laid out to be read and drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import catalogue as known
from credentials.catalogue import Bar, Catalogue, Kind, Reach, Risk, Severity
from credentials.catalogue.listing import listed
from credentials.rights import AccessRule, Remark
from credentials.sentences import Sentence, gettext_noop, say
from dashboard.forms.rights.finding import catalogue

KINDS: Mapping[Kind, Promise] = {
    Kind.READ: _("read"),
    Kind.CREATE: _("create"),
    Kind.EDIT: _("edit"),
    Kind.OPERATE: _("operate"),
    Kind.DELETE: _("delete"),
}
_SEVERITIES: Mapping[Severity, tuple[Promise, str]] = {
    Severity.CRITICAL: (_("Critical"), "bad"),
    Severity.HIGH: (_("High"), "bad"),
    Severity.MEDIUM: (_("Medium"), "wait"),
}
_TIDY = frozenset({"covered", "duplicate"})
_RISKS = frozenset({"full-access", "full-read"})
_FIRST_BARS = 5
_FEW_PRODUCTS = 3
_ACCOUNT = frozenset({"auth", "iam", "me", "newAccount", "order"})
_FIRST_RISKS = 5
_MOST_REMARKS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """The operations of one kind. ``x`` and ``width`` say where in the drawing, as SVG reads it."""

    kind: Kind
    word: Promise
    count: int
    x: str = ""
    width: str = ""


@dataclass(frozen=True, slots=True)
class ProductBar:
    """One product's bar, to the scale of the longest one."""

    name: Sentence
    total: int
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Warned:
    """A risk with its severity in a word and a tone."""

    word: Promise
    tone: str
    sentence: Sentence


class Effect:
    """``reach`` in numbers and bars; ``risks``; ``remarks`` on single rules.

    Each list comes in two: what is said at once, and ``more_…`` to open.
    """

    def __init__(self, catalogue: Catalogue, rules: Sequence[AccessRule]) -> None:
        self.catalogue = catalogue
        self.rules = rules

    @cached_property
    def reach(self) -> Reach:
        return known.reach(self.catalogue, self.rules)

    @property
    def kinds(self) -> list[Part]:
        """How many operations of each kind there are, in all products."""
        counts = self.reach.counts
        return [Part(kind, KINDS[kind], count) for kind, count in counts.items() if count]

    @cached_property
    def _bars(self) -> list[ProductBar]:
        return [ProductBar(bar.name, bar.total, _parts(bar)) for bar in self.reach.bars]

    @property
    def bars(self) -> list[ProductBar]:
        return self._bars[:_FIRST_BARS]

    @property
    def more_bars(self) -> list[ProductBar]:
        return self._bars[_FIRST_BARS:]

    @property
    def beyond(self) -> list[Sentence]:
        """What no call with these rules gets at, as far as whole products go."""
        found = self.reach
        most = Reach(self.catalogue, found.bits | found.further | found.gone).bars
        said = []
        if 0 < len(most) <= _FEW_PRODUCTS:
            names = listed([bar.name for bar in most], most=_FEW_PRODUCTS)
            said.append(say(gettext_noop("Nothing outside %(products)s."), products=names))
        if most and not _ACCOUNT & {bar.key.partition("/")[0] for bar in most}:
            sentence = gettext_noop("Nothing of the account: its people, keys, bills and orders.")
            said.append(say(sentence))
        return said

    @cached_property
    def _risks(self) -> list[Warned]:
        return [warned(risk) for risk in known.risks(self.catalogue, self.rules)]

    @property
    def risks(self) -> list[Warned]:
        return self._risks[:_FIRST_RISKS]

    @property
    def more_risks(self) -> list[Warned]:
        return self._risks[_FIRST_RISKS:]

    @cached_property
    def every_remark(self) -> list[Remark]:
        """What is worth knowing of single rules; what is wrong with all of them is a risk."""
        found = known.lint(self.catalogue, self.rules)
        return [one for one in found if one.code not in _RISKS]

    @property
    def remarks(self) -> list[Remark]:
        return self.every_remark[:_MOST_REMARKS]

    @property
    def unsaid(self) -> int:
        """How many remarks there are besides those shown."""
        return len(self.every_remark) - len(self.remarks)

    @property
    def noticed(self) -> int:
        """How many risks and remarks there are."""
        return len(self._risks) + len(self.every_remark)

    @property
    def may_be_tidied(self) -> bool:
        return any(remark.code in _TIDY for remark in self.every_remark)


def effect_of(rules: Sequence[AccessRule]) -> Effect:
    """By the catalogue that drafts are judged by."""
    return Effect(catalogue(), rules)


def warned(risk: Risk) -> Warned:
    return Warned(*_SEVERITIES[risk.severity], risk.sentence)


def _parts(bar: Bar) -> list[Part]:
    """The kinds side by side, a hundred units for the longest bar."""
    placed: list[Part] = []
    before = 0
    for kind, count in bar.parts:
        x, width = (f"{100 * number / bar.most:.2f}" for number in (before, count))
        placed.append(Part(kind, KINDS[kind], count, x, width))
        before += count
    return placed
