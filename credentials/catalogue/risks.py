"""What rules put at risk, judged by the operations they reach, each risk named in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Final

from credentials import rights
from credentials.catalogue.acts import ACTS, Act
from credentials.catalogue.catalogue import Catalogue, segments_of
from credentials.catalogue.kinds import DELETING
from credentials.catalogue.listing import in_turn, listed
from credentials.catalogue.losses import LOSSES
from credentials.catalogue.operation import ANY, Kind, Operation
from credentials.catalogue.products import key_of, name_of
from credentials.catalogue.reach import Reach, product_masks, reach
from credentials.catalogue.tree import mask, span
from credentials.enums import Method
from credentials.rights import AccessRule
from credentials.rights.rule import EVERYTHING
from credentials.sentences import Sentence, gettext_noop, say

_ENDINGS: Final = frozenset({"terminate", "confirmTermination", "resiliate"})
_NO_SERVICES: Final = frozenset({"auth", "iam", "me", "notification", "okms", "order"})
_MOST_PRODUCTS: Final = 8
_MOST_NAMED: Final = 4


class Severity(StrEnum):
    """How bad it would be in the wrong hands."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Risk:
    """``count``: the operations it is about. ``product``: the key of the product, where the risk
    is told for each apart."""

    code: str
    severity: Severity
    sentence: Sentence
    count: int
    product: str = ""


_GRADES: Final[Mapping[str, Severity]] = {
    "full-access": Severity.CRITICAL,
    "account-control": Severity.CRITICAL,
    "mints-keys": Severity.CRITICAL,
    "full-read": Severity.HIGH,
    "reads-secrets": Severity.HIGH,
    "hands-over": Severity.HIGH,
    "log-tampering": Severity.HIGH,
    "billing-write": Severity.HIGH,
    "deletes-product": Severity.MEDIUM,
    "destroys-data": Severity.MEDIUM,
    "billing-read": Severity.MEDIUM,
}
_ORDER: Final = tuple(_GRADES)
_TEMPLATES: Final[Mapping[str, str]] = {
    "account-control": gettext_noop("Can change who has access: %(acts)s."),
    "mints-keys": gettext_noop("Can make access that outlives this key: %(acts)s."),
    "reads-secrets": gettext_noop("Can read secrets: %(acts)s."),
    "hands-over": gettext_noop("Can give things away: %(acts)s."),
    "log-tampering": gettext_noop("Can change where logs go, or stop them: %(acts)s."),
    "billing-write": gettext_noop("Can spend money: %(acts)s."),
    "billing-read": gettext_noop("Can read what is paid and how: %(acts)s."),
    "deletes-product": gettext_noop("Can end whole services, with all they hold: %(acts)s."),
}


def risks(
    catalogue: Catalogue, rules: Iterable[AccessRule], *, on: date | None = None
) -> list[Risk]:
    """The risks of rules as of ``on`` (today without one), the gravest first; none for rules that
    read or change nothing of weight."""
    chosen = tuple(rules)
    reached = reach(catalogue, chosen, on=on)
    atlas = catalogue.part(Atlas)
    found = [*_whole_account(chosen, reached), *_told(atlas, reached.bits)]
    return sorted(found, key=lambda risk: _ORDER.index(risk.code))


class Atlas:
    """The sets of operations behind each act, for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.acts = [(act, self._bits(act)) for act in ACTS]
        self.losses = [(act, self._bits(act)) for act in LOSSES]
        self.products = catalogue.part(product_masks)
        self.endings = mask(n for n, one in enumerate(catalogue.operations) if _ends(one))
        told = reduce(or_, [bits for _, bits in (*self.acts, *self.losses)], self.endings)
        self.untold = catalogue.of_kind(Kind.DELETE) & ~told

    def _bits(self, act: Act) -> int:
        return reduce(or_, map(self.bits_of, act.routes))

    def bits_of(self, line: str) -> int:
        """The operations of one line of routes."""
        methods, _, path = line.partition(" ")
        wanted = self.catalogue.offering(*map(Method, methods.split(",")))
        if path.startswith("/**/"):
            suffix = path.removeprefix("/**")
            operations = enumerate(self.catalogue.operations)
            return wanted & mask(n for n, one in operations if one.shape.endswith(suffix))
        node = self.catalogue.tree.shaped(segments_of(path.removesuffix("/**")))
        if node is None:
            return 0
        return wanted & span(node.start, node.stop if path.endswith("/**") else node.own_stop)


def _whole_account(rules: Sequence[AccessRule], reached: Reach) -> Iterator[Risk]:
    for remark in rights.lint(rule for rule in rules if rule.covers(rule.method, EVERYTHING)):
        if remark.code in {"full-access", "full-read"}:
            yield Risk(remark.code, _GRADES[remark.code], remark.sentence, len(reached))


def _told(atlas: Atlas, bits: int) -> Iterator[Risk]:
    for code, template in _TEMPLATES.items():
        if code == "deletes-product":
            parts, own = _ended(atlas, bits)
        else:
            parts, own = _done(atlas.acts, code, bits)
        if parts:
            sentence = say(template, acts=in_turn(parts, most=_MOST_PRODUCTS))
            yield Risk(code, _GRADES[code], sentence, own.bit_count())
    yield from _destroyed(atlas, bits)


def _done(acts: Sequence[tuple[Act, int]], code: str, bits: int) -> tuple[list[Sentence], int]:
    """What of the acts of a code can be done, and with which operations."""
    hits = [(say(act.phrase), bits & own) for act, own in acts if act.code == code and bits & own]
    return [phrase for phrase, _ in hits], reduce(or_, [own for _, own in hits], 0)


def _ended(atlas: Atlas, bits: int) -> tuple[list[Sentence], int]:
    """The products of which whole services can be ended."""
    own = bits & atlas.endings
    names = [name_of(key) for key, every in atlas.products.items() if own & every]
    return names, own


def _destroyed(atlas: Atlas, bits: int) -> Iterator[Risk]:
    """For each product, the data that can be destroyed; the products with most of it first."""
    found: list[Risk] = []
    for key, every in atlas.products.items():
        parts, own = _done(atlas.losses, "destroys-data", bits & every)
        if rest := bits & every & atlas.untold:
            parts.append(_rest(atlas.catalogue, rest))
        if parts:
            sentence = say(
                gettext_noop("%(product)s: can %(acts)s."),
                product=name_of(key),
                acts=in_turn(parts, most=_MOST_PRODUCTS),
            )
            count = (own | rest).bit_count()
            found.append(Risk("destroys-data", _GRADES["destroys-data"], sentence, count, key))
    found.sort(key=lambda risk: -risk.count)
    yield from found[:_MOST_PRODUCTS]
    if others := found[_MOST_PRODUCTS:]:
        yield _others(others)


def _others(found: Sequence[Risk]) -> Risk:
    """The products with less to lose, as one."""
    count = sum(risk.count for risk in found)
    template = gettext_noop("Can destroy data in %(products)s more products: %(names)s.")
    names = listed([name_of(risk.product) for risk in found], most=_MOST_PRODUCTS)
    sentence = say(template, products=len(found), names=names)
    return Risk("destroys-data", _GRADES["destroys-data"], sentence, count)


def _rest(catalogue: Catalogue, bits: int) -> Sentence:
    """What else can be deleted, by the names of the routes."""
    names = dict.fromkeys(_about(one) for one in catalogue.listed(bits))
    parts = [say("“%(name)s”", name=name) for name in names]
    return say(gettext_noop("delete %(things)s"), things=listed(parts, most=_MOST_NAMED))


def _about(operation: Operation) -> str:
    """The thing a deletion is about: the last route name that is not the deletion itself."""
    names = [name for name in operation.segments if name != ANY and name not in DELETING]
    return names[-1] if names else operation.path


def _ends(operation: Operation) -> bool:
    """Whether a whole service ends by it, not a part of one."""
    key = key_of(operation.segments)
    rest = operation.segments[key.count("/") + 1 :]
    if operation.kind is not Kind.DELETE or key.split("/")[0] in _NO_SERVICES:
        return False
    if rest[-1:] == ["confirm"]:
        rest = rest[:-1]
    is_whole = len(rest) <= 3 and rest[-2:-1] == [ANY] and rest[-1] in _ENDINGS
    return is_whole or (operation.method == Method.DELETE and rest == [ANY])
