"""Which rules of a key calls support, which narrower ones would do, and what those would refuse.

What a call needs is decided by ``rights`` alone. No database, no network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from credentials import rights
from credentials.core import Method, RuleError, Sentence, gettext_noop, ngettext_noop, say
from credentials.rights import AccessRule, Catalogue
from credentials.seen_calls.grades import Grade, GradedCall

_ORDER: Final = tuple(Grade)


@dataclass(frozen=True, slots=True)
class RuleUse:
    """What is known of the use of one rule. Without ``grade`` no call supports it.

    ``is_unseen``: nobody can tell, for no log that was read holds such calls.
    """

    rule: AccessRule
    grade: Grade | None
    count: int
    latest: datetime | None
    is_unseen: bool

    @property
    def sentence(self) -> Sentence:
        """The same in words."""
        if self.grade is not None:
            return say(_SUPPORTED, count=self.count)
        return say(_UNSEEN if self.is_unseen else _UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class RefusedCall:
    """Calls of one method and path that rules would have refused, and why."""

    method: Method
    path: str
    count: int
    latest: datetime
    grade: Grade
    why: Sentence


@dataclass(frozen=True, slots=True)
class Replay:
    """What rules would have said to calls: ``allowed`` counts those that they let through."""

    allowed: int
    refused: tuple[RefusedCall, ...]

    @property
    def refused_calls(self) -> int:
        return sum(each.count for each in self.refused)


def rule_uses(
    rules: Iterable[AccessRule], calls: Sequence[GradedCall], *, unseen: Collection[Method]
) -> list[RuleUse]:
    """Each rule with the calls that support it: a call supports every rule that allows it.

    ``unseen`` are the methods whose calls no log shows.
    """
    return [_use(rule, calls, unseen=unseen) for rule in rules]


def narrower_rules(
    catalogue: Catalogue,
    rules: Sequence[AccessRule],
    calls: Sequence[GradedCall],
    *,
    unseen: Collection[Method],
) -> tuple[AccessRule, ...]:
    """The rules that these calls need, none of them beyond ``rules``.

    Of what no log shows nothing is taken away. Where the calls need more rules than can be worked
    with, a rule stays as it is.
    """
    kept: list[AccessRule] = []
    for use in rule_uses(rules, calls, unseen=unseen):
        if use.grade is not None:
            kept += _needed(catalogue, use.rule, calls)
        elif use.is_unseen:
            kept.append(use.rule)
    return rights.normalise_rules(kept)


def replay(
    catalogue: Catalogue, rules: Collection[AccessRule], calls: Iterable[GradedCall]
) -> Replay:
    """What the rules would have refused of these calls, the latest first."""
    by_place: dict[tuple[str, str], list[GradedCall]] = {}
    for graded in calls:
        by_place.setdefault((graded.call.method, graded.call.path), []).append(graded)
    allowed, refused = 0, []
    for (method, path), same in by_place.items():
        bare = rights.strip_version(path)
        (check,) = rights.check_methods(catalogue, rules, [Method(method)], path=bare)
        if check.is_granted:
            allowed += len(same)
            continue
        latest, grade = max(each.call.at for each in same), _surest(same)
        refused.append(RefusedCall(check.method, path, len(same), latest, grade, check.sentence))
    refused.sort(key=lambda each: each.latest, reverse=True)
    return Replay(allowed, tuple(refused))


def _use(rule: AccessRule, calls: Sequence[GradedCall], *, unseen: Collection[Method]) -> RuleUse:
    supporting = _supporting(rule, calls)
    if not supporting:
        return RuleUse(rule, None, 0, None, is_unseen=rule.method in unseen)
    latest = max(each.call.at for each in supporting)
    return RuleUse(rule, _surest(supporting), len(supporting), latest, is_unseen=False)


def _needed(
    catalogue: Catalogue, rule: AccessRule, calls: Sequence[GradedCall]
) -> Iterable[AccessRule]:
    """The smallest rules for the calls that support the rule, and none beyond it."""
    places = {(each.call.method, each.call.path) for each in _supporting(rule, calls)}
    needed: list[AccessRule] = []
    for method, path in sorted(places):
        try:
            smallest = rights.rules_for_calls(catalogue, [(method, path)])
        except RuleError:
            return [rule]
        if not all(rights.granting_rule([rule], each.method, each.path) for each in smallest):
            smallest = (AccessRule(Method(method), rights.rule_path(path)),)
        needed += smallest
    needed = list(dict.fromkeys(needed))
    return needed if len(needed) <= _MOST_FOR_ONE else [rule]


def _supporting(rule: AccessRule, calls: Iterable[GradedCall]) -> list[GradedCall]:
    return [
        each for each in calls if rights.granting_rule([rule], each.call.method, each.call.path)
    ]


def _surest(calls: Iterable[GradedCall]) -> Grade:
    return min((each.grade for each in calls), key=_ORDER.index)


#: So many rules in place of one are more than anybody reads.
_MOST_FOR_ONE: Final = 40
_SUPPORTED: Final = ngettext_noop(
    "%(count)s call that may be the key's needs it.",
    "%(count)s calls that may be the key's need it.",
    by="count",
)
_UNSUPPORTED: Final = gettext_noop("No call that was seen needs it.")
_UNSEEN: Final = gettext_noop(
    "Not known: no log that Keydesk has read would show such calls of this account."
)
