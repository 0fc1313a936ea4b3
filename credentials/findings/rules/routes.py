"""Rules against the catalogue, and keys against the team's own policy."""

from __future__ import annotations

from typing import Final

from credentials.core import Severity, gettext_noop
from credentials.findings.controls import DEPLOYMENT, OVERPRIVILEGE, POLICY
from credentials.findings.facts import Context, KeyFacts, PlannedRights
from credentials.findings.registry import Hit, finding
from credentials.findings.rights_judgement import judge
from credentials.rights import (
    check_policy,
    check_rules_against_policy,
    joined_sentences,
)

_MOST_SAID: Final = 3
_WHOLE_ACCOUNT: Final = "whole-account"
_BEFORE: Final = gettext_noop("Move to the route that takes its place, with a key that has it.")
_TYPING: Final = gettext_noop("Read the rules once more; leave out what allows nothing.")


def _remarks(
    rights: KeyFacts | PlannedRights, context: Context, codes: tuple[str, ...]
) -> Hit | None:
    if isinstance(rights, KeyFacts) and not rights.opens:
        return None
    remarks = judge(rights.catalogue, rights.rules, context.now.date()).remarks
    sentences = [remark.sentence for code in codes for remark in remarks.get(code, ())]
    return Hit(joined_sentences(sentences[:_MOST_SAID])) if sentences else None


@finding(
    "route-deprecated",
    Severity.MEDIUM,
    title=gettext_noop("Rests on routes that end"),
    why=gettext_noop("OVHcloud takes the route away, and what uses it stops working."),
    to_do=_BEFORE,
    controls=DEPLOYMENT,
)
def route_deprecated(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _remarks(rights, context, ("route-gone", "route-deprecated"))


@finding(
    "route-unknown",
    Severity.MEDIUM,
    title=gettext_noop("Rules for routes that are not there"),
    why=gettext_noop("They allow nothing today; a route of that name may come."),
    to_do=_TYPING,
    controls=DEPLOYMENT,
)
def route_unknown(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _remarks(rights, context, ("route-unknown", "wrong-case"))


@finding(
    "method-useless",
    Severity.LOW,
    title=gettext_noop("Methods that nothing takes"),
    why=gettext_noop("They allow nothing today, and more once a route takes them."),
    to_do=_TYPING,
    controls=OVERPRIVILEGE,
)
def method_useless(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    return _remarks(rights, context, ("method-useless",))


@finding(
    "against-policy",
    Severity.HIGH,
    title=gettext_noop("Against the team's policy"),
    why=gettext_noop("The team agreed on what its keys may be, and this one is otherwise."),
    to_do=gettext_noop("Replace it by one that keeps to the policy."),
    controls=POLICY,
)
def against_policy(rights: KeyFacts | PlannedRights, context: Context) -> Hit | None:
    if isinstance(rights, PlannedRights):
        breaches = check_rules_against_policy(context.policy, rights.rules, rights.catalogue)
    elif rights.opens and rights.is_read:
        breaches = check_policy(context.policy, rights.plan, rights.catalogue)
    else:
        return None
    if not breaches:
        return None
    is_wide = any(breach.code == _WHOLE_ACCOUNT for breach in breaches)
    severity = Severity.HIGH if is_wide else Severity.MEDIUM
    return Hit(joined_sentences(breach.sentence for breach in breaches), severity)
