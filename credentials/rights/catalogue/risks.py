"""What rules put at risk by the operations they reach, a sentence for each risk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from itertools import takewhile
from operator import or_
from typing import Final

from credentials.core import Method, Sentence, Severity, gettext_noop, ngettext_noop, say
from credentials.rights.catalogue.catalogue import Catalogue, PathReach, segments_of
from credentials.rights.catalogue.destructive_operations import DESTRUCTIVE_OPERATIONS
from credentials.rights.catalogue.enumeration import enumerate_clauses, enumerate_phrases
from credentials.rights.catalogue.operation import ANY, Operation, OperationKind
from credentials.rights.catalogue.operation_classes import OPERATION_CLASSES, OperationClass
from credentials.rights.catalogue.operation_kinds import DELETING
from credentials.rights.catalogue.operation_products import key_of, name_of
from credentials.rights.catalogue.reach import Reach, product_masks, reach
from credentials.rights.catalogue.tree import mask, span
from credentials.rights.catalogue.whole_account import methods_on_everything
from credentials.rights.glob import STAR
from credentials.rights.rule import AccessRule
from credentials.rights.rule_lint import whole_account_remark

_ENDINGS: Final = frozenset({"terminate", "confirmTermination", "resiliate"})
_NO_SERVICES: Final = frozenset({"auth", "iam", "me", "notification", "okms", "order"})
_MOST_PRODUCTS: Final = 8
_MOST_NAMED: Final = 4
_MOST_KEPT: Final = 1024


@dataclass(frozen=True, slots=True)
class Risk:
    """``count``: the operations it is about. ``product``: the key of the product, where the risk
    is listed for each."""

    code: str
    severity: Severity
    sentence: Sentence
    count: int
    product: str = ""


_SEVERITIES: Final[Mapping[str, Severity]] = {
    "full-access": Severity.CRITICAL,
    "account-control": Severity.CRITICAL,
    "mints-keys": Severity.CRITICAL,
    "outlives-key": Severity.CRITICAL,
    "full-read": Severity.HIGH,
    "reads-secrets": Severity.HIGH,
    "gives-away": Severity.HIGH,
    "log-tampering": Severity.HIGH,
    "billing-write": Severity.HIGH,
    "destroys-services": Severity.HIGH,
    "destroys-data": Severity.MEDIUM,
    "billing-read": Severity.MEDIUM,
}
_ORDER: Final = tuple(_SEVERITIES)
_TEMPLATES: Final[Mapping[str, str]] = {
    "account-control": gettext_noop("Can change who has access: %(actions)s."),
    "mints-keys": gettext_noop("Can make other keys: %(actions)s."),
    "outlives-key": gettext_noop("Can make access that outlives this key: %(actions)s."),
    "reads-secrets": gettext_noop("Can read secrets: %(actions)s."),
    "gives-away": gettext_noop("Can give things away: %(actions)s."),
    "log-tampering": gettext_noop("Can change where logs go, or stop them: %(actions)s."),
    "billing-write": gettext_noop("Can spend money: %(actions)s."),
    "billing-read": gettext_noop("Can read what is paid and how: %(actions)s."),
    "destroys-services": gettext_noop("Can end whole services, with all they hold: %(actions)s."),
}


def risks(
    catalogue: Catalogue, rules: Iterable[AccessRule], *, on: date | None = None
) -> list[Risk]:
    """The risks of rules as of ``on`` (today without one), most severe first; none for rules that
    read or change nothing of weight."""
    chosen = tuple(rules)
    reached = reach(catalogue, chosen, on=on)
    index = catalogue.derived(RiskIndex)
    risks = [*_whole_account(chosen, reached), *index.class_risks(reached.bits)]
    if _are_services_named(index, catalogue.reach_by_path(chosen)):
        risks = [_of_named_services(risk) for risk in risks]
    return sorted(risks, key=lambda risk: (risk.severity.rank, _ORDER.index(risk.code)))


class RiskIndex:
    """The operations of each class, for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._known: dict[int, tuple[Risk, ...]] = {}
        self.operation_classes = [
            (operation_class, self._bits(operation_class)) for operation_class in OPERATION_CLASSES
        ]
        self.destructive_operations = [
            (operation_class, self._bits(operation_class))
            for operation_class in DESTRUCTIVE_OPERATIONS
        ]
        self.products = catalogue.derived(product_masks)
        self.service_endings = mask(
            n for n, operation in enumerate(catalogue.operations) if _ends_service(operation)
        )
        described = reduce(
            or_,
            [bits for _, bits in (*self.operation_classes, *self.destructive_operations)],
            self.service_endings,
        )
        self.other_deletions = catalogue.of_kind(OperationKind.DELETE) & ~described

    def class_risks(self, bits: int) -> tuple[Risk, ...]:
        """What these operations put at risk. Many rules that name a service each reach the same:
        what was found is kept for a while."""
        known = self._known.get(bits)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[bits] = tuple(_class_risks(self, bits))
        return known

    def _bits(self, operation_class: OperationClass) -> int:
        return reduce(or_, map(self.bits_of, operation_class.routes))

    def bits_of(self, line: str) -> int:
        """The operations of one line of routes."""
        methods, _, path = line.partition(" ")
        method_bits = self.catalogue.with_methods(*map(Method, methods.split(",")))
        if path.startswith("/**/"):
            suffix = path.removeprefix("/**")
            operations = enumerate(self.catalogue.operations)
            return method_bits & mask(
                n for n, operation in operations if operation.shape.endswith(suffix)
            )
        node = self.catalogue.tree.shaped(segments_of(path.removesuffix("/**")))
        if node is None:
            return 0
        return method_bits & span(node.start, node.stop if path.endswith("/**") else node.own_stop)


def _whole_account(rules: Sequence[AccessRule], reached: Reach) -> Iterator[Risk]:
    methods = methods_on_everything(reached.catalogue, rules)
    if methods:
        remark = whole_account_remark(methods)
        yield Risk(remark.code, _SEVERITIES[remark.code], remark.sentence, len(reached))


def _are_services_named(index: RiskIndex, lines: Iterable[PathReach]) -> bool:
    """Whether each path by which whole services can be ended names the service."""
    return all(
        _names_service(line.path, operation)
        for line in lines
        for operation in index.catalogue.operations_in(line.bits & index.service_endings)
    )


def _names_service(path: str, operation: Operation) -> bool:
    """Whether the name of the service is in the path, and no star before it or in it."""
    named = list(takewhile(lambda segment: STAR not in segment, path.split("/")[1:]))
    return ANY in operation.segments[: len(named)]


def _of_named_services(risk: Risk) -> Risk:
    return replace(risk, severity=Severity.MEDIUM) if risk.code == "destroys-services" else risk


def _class_risks(index: RiskIndex, bits: int) -> Iterator[Risk]:
    for code, template in _TEMPLATES.items():
        if code == "destroys-services":
            parts, own = _products_ended(index, bits)
        else:
            parts, own = _phrases_within(index.operation_classes, code, bits)
        if parts:
            sentence = say(template, actions=enumerate_clauses(parts, most=_MOST_PRODUCTS))
            yield Risk(code, _SEVERITIES[code], sentence, own.bit_count())
    yield from _data_risks(index, bits)


def _phrases_within(
    operation_classes: Sequence[tuple[OperationClass, int]], code: str, bits: int
) -> tuple[list[Sentence], int]:
    """The phrases of a code's classes with an operation in ``bits``, and those operations."""
    hits = [
        (say(operation_class.phrase), bits & own)
        for operation_class, own in operation_classes
        if operation_class.code == code and bits & own
    ]
    return [phrase for phrase, _ in hits], reduce(or_, [own for _, own in hits], 0)


def _products_ended(index: RiskIndex, bits: int) -> tuple[list[Sentence], int]:
    """The products of which whole services can be ended."""
    own = bits & index.service_endings
    names = [name_of(key) for key, every in index.products.items() if own & every]
    return names, own


def _data_risks(index: RiskIndex, bits: int) -> Iterator[Risk]:
    """For each product, the data that can be destroyed; the products with most of it first."""
    risks: list[Risk] = []
    for key, every in index.products.items():
        parts, own = _phrases_within(index.destructive_operations, "destroys-data", bits & every)
        if rest := bits & every & index.other_deletions:
            parts.append(_other_deletions(index.catalogue, rest))
        if parts:
            sentence = say(
                gettext_noop("%(product)s: can %(actions)s."),
                product=name_of(key),
                actions=enumerate_clauses(parts, most=_MOST_PRODUCTS),
            )
            count = (own | rest).bit_count()
            risks.append(Risk("destroys-data", _SEVERITIES["destroys-data"], sentence, count, key))
    risks.sort(key=lambda risk: -risk.count)
    yield from risks[:_MOST_PRODUCTS]
    if others := risks[_MOST_PRODUCTS:]:
        yield _remaining_products_risk(others)


def _remaining_products_risk(risks: Sequence[Risk]) -> Risk:
    """The products with less to lose, as one."""
    count = sum(risk.count for risk in risks)
    template = ngettext_noop(
        "Can destroy data in %(products)s more product: %(names)s.",
        "Can destroy data in %(products)s more products: %(names)s.",
        by="products",
    )
    names = enumerate_phrases([name_of(risk.product) for risk in risks], most=_MOST_PRODUCTS)
    sentence = say(template, products=len(risks), names=names)
    return Risk("destroys-data", _SEVERITIES["destroys-data"], sentence, count)


def _other_deletions(catalogue: Catalogue, bits: int) -> Sentence:
    """What else can be deleted, by the names of the routes."""
    names = dict.fromkeys(_route_name(operation) for operation in catalogue.operations_in(bits))
    parts = [say("“%(name)s”", name=name) for name in names]
    return say(gettext_noop("delete %(things)s"), things=enumerate_phrases(parts, most=_MOST_NAMED))


def _route_name(operation: Operation) -> str:
    """The thing a deletion is about: the last route name that is not the deletion itself."""
    names = [name for name in operation.segments if name != ANY and name not in DELETING]
    return names[-1] if names else operation.path


def _ends_service(operation: Operation) -> bool:
    """Whether a whole service ends by it, not a part of one."""
    key = key_of(operation.segments)
    rest = operation.segments[key.count("/") + 1 :]
    if operation.kind is not OperationKind.DELETE or key.split("/")[0] in _NO_SERVICES:
        return False
    if rest[-1:] == ["confirm"]:
        rest = rest[:-1]
    is_whole = len(rest) <= 3 and rest[-2:-1] == [ANY] and rest[-1] in _ENDINGS
    return is_whole or (operation.method == Method.DELETE and rest == [ANY])
