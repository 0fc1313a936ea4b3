"""From an operation to the rules for it, and what a choice reaches before it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Final
from urllib.parse import quote

from credentials.core import Method, RuleError, Sentence, gettext_noop, say
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.operation import PARAMETER, Operation
from credentials.rights.catalogue.operation_products import key_of, name_of
from credentials.rights.catalogue.reach import Reach, reach
from credentials.rights.coverage import normalise_rules
from credentials.rights.glob import STAR
from credentials.rights.invisible_characters import visible_text
from credentials.rights.rule import AccessRule

#: Methods under one name, as the SDKs have them (api 3.2).
METHOD_SHORTHANDS: Final[Mapping[str, tuple[Method, ...]]] = {
    "read": (Method.GET,),
    "read-write": (Method.GET, Method.POST, Method.PUT, Method.DELETE),
    "read-write-without-delete": (Method.GET, Method.POST, Method.PUT),
}
_BELOW: Final = "/*"
_SPECIAL: Final = frozenset("/?#")
_PLAIN: Final = "@:,+~!$&'()=;"
_FEW_STEPS: Final = 5_000


@dataclass(frozen=True, slots=True)
class UnfilledParameter:
    """A parameter without a value. ``name`` is OVHcloud's; ``label`` says what it names, where it
    is a product's first."""

    name: str
    label: Sentence


@dataclass(frozen=True, slots=True)
class OperationRules:
    """The rules for one operation. ``unfilled``: parameters that became stars.

    ``reached``: how many operations the rules reach; ``sentence`` says so where it is more than
    this one, and is empty otherwise.
    """

    operation: Operation
    rules: tuple[AccessRule, ...]
    unfilled: tuple[UnfilledParameter, ...]
    reached: int
    sentence: Sentence


def rules_for_operation(
    catalogue: Catalogue,
    operation: Operation,
    *,
    values: Mapping[str, str] | None = None,
    on: date | None = None,
) -> OperationRules:
    """The rules for ``operation`` with ``values`` for its parameters, by name; a star for others.

    Raises ``RuleError`` for a value that would be more than one name.
    """
    given = {name: path_segment(text) for name, text in (values or {}).items() if text.strip()}
    path = _filled(operation, given)
    rules = (AccessRule(operation.method, path),)
    count = len(reach(catalogue, rules, on=on))
    sentence = _wider(operation, rules[0], count) if count > 1 else Sentence("")
    return OperationRules(operation, rules, _unfilled_parameters(operation, given), count, sentence)


def path_segment(text: str) -> str:
    """A name as one segment of a path; a slash in it, as in an address block, as it is sent.

    Raises ``RuleError`` for what would be more than one name.
    """
    value = text.strip()
    if STAR in value or not value.isprintable() or " " in value:
        sentence = gettext_noop("“%(value)s” is not one name. Type one, without star or space.")
        raise RuleError(say(sentence, value=visible_text(value)))
    return quote(value, safe=_PLAIN) if _SPECIAL.intersection(value) else value


def with_rules_below(catalogue: Catalogue, rules: Iterable[AccessRule]) -> tuple[AccessRule, ...]:
    """The rules, each with another one for everything below: ``/x`` and ``/x/*``.

    Of either, only where some route takes the method.
    """
    by_path: dict[str, list[AccessRule]] = {}
    for rule in rules:
        for wider in (rule, _below(rule)):
            by_path.setdefault(wider.path, []).append(wider)
    return normalise_rules(
        rule
        for path, own in by_path.items()
        for rule in own
        if rule.method in offered_methods(catalogue, path)
    )


def additional_reach(before: Reach, more: Iterable[AccessRule], *, on: date | None = None) -> Reach:
    """What ``more`` rules would reach beyond ``before``: to show before they are taken."""
    after = reach(before.catalogue, more, on=on)
    return Reach(
        before.catalogue,
        after.bits & ~before.bits,
        after.gone & ~before.gone,
        after.further & ~before.further & ~before.bits,
        before.is_exact and after.is_exact,
    )


def additional_counts_below(
    before: Reach, rows: Sequence[Sequence[AccessRule]], *, on: date | None = None
) -> list[int]:
    """How many operations each row of rules would reach beyond ``before`` with all below it.

    0 where rules are too complex to evaluate in few steps.
    """
    catalogue = before.catalogue
    below = [[_below(rule) for rule in row] for row in rows]
    lines = catalogue.reach_by_path((rule for row in below for rule in row), most_steps=_FEW_STEPS)
    reached = {line.path: line.meant for line in lines if line.is_exact}
    new = ~(before.bits | catalogue.gone(on))
    row_bits = (
        [reached.get(rule.pattern, 0) & catalogue.with_methods(rule.method) for rule in row]
        for row in below
    )
    return [(reduce(or_, own, 0) & new).bit_count() for own in row_bits]


def offered_methods(
    catalogue: Catalogue, path: str, *, on: date | None = None
) -> tuple[Method, ...]:
    """The methods that some route reached by the path takes, in reading order."""
    rule = AccessRule(Method.GET, path)
    (line,) = catalogue.reach_by_path([rule])
    live = line.meant & ~catalogue.gone(on)
    return tuple(method for method in Method if live & catalogue.with_methods(method))


def _below(rule: AccessRule) -> AccessRule:
    """The rule for all that is below another one's path."""
    if rule.path.endswith(STAR):
        return rule
    return AccessRule(rule.method, rule.path.removesuffix("/") + _BELOW)


def _filled(operation: Operation, values: Mapping[str, str]) -> str:
    """The path with values, and stars where there are none."""
    segments = [
        values.get(part[1:-1], STAR) if part.startswith(PARAMETER) else part
        for part in operation.path.split("/")
    ]
    return "/".join(segments)


def _unfilled_parameters(
    operation: Operation, values: Mapping[str, str]
) -> tuple[UnfilledParameter, ...]:
    product = key_of(operation.segments)
    first = operation.parameters[:1]
    return tuple(
        UnfilledParameter(
            name, name_of(product) if (name,) == first else say("%(name)s", name=name)
        )
        for name in operation.parameters
        if name not in values
    )


def _wider(operation: Operation, rule: AccessRule, count: int) -> Sentence:
    template = gettext_noop(
        "%(rule)s would reach %(count)s operations, since a star takes slashes too. Name one of "
        "the %(things)s in place of the star, and it is this operation alone."
    )
    noun = name_of(key_of(operation.segments))
    return say(template, rule=str(rule), count=count, things=noun)
