"""Whether a key is used, and whether it is there once too often."""

from __future__ import annotations

from typing import Final

from credentials.core import Severity, coded, gettext_noop, say
from credentials.findings.controls import DORMANT, REUSE
from credentials.findings.facts import Context, KeyFacts
from credentials.findings.registry import Hit, finding

_UNUSED: Final = coded("finding.unused", gettext_noop("Was not used for %(days)s days."))
_DORMANT: Final = coded(
    "finding.dormant", gettext_noop("Is dormant: its last use was %(days)s days ago.")
)
_NEVER: Final = coded(
    "finding.never-used", gettext_noop("Was never used in the %(days)s days it exists.")
)
_DUPLICATE: Final = coded(
    "finding.duplicate",
    gettext_noop("%(count)s more keys of the application have the same rules and addresses."),
)
_PENDING: Final = coded(
    "finding.pending-stale", gettext_noop("Waits for validation for %(days)s days.")
)
_REVOKE: Final = gettext_noop("Ask its owner, then revoke it.")


@finding(
    "unused",
    Severity.MEDIUM,
    title=gettext_noop("Not used lately"),
    why=gettext_noop("A key that nobody needs is a way in that nobody watches."),
    to_do=_REVOKE,
    controls=DORMANT,
    spares_traps=True,
)
def unused(key: KeyFacts, context: Context) -> Hit | None:
    days = context.days_since(key.last_use)
    thresholds = context.thresholds
    if not key.opens or days is None or not thresholds.unused < days <= thresholds.dormant:
        return None
    return Hit(say(_UNUSED, days=days))


@finding(
    "dormant",
    Severity.HIGH,
    title=gettext_noop("Dormant"),
    why=gettext_noop("After so long nobody would miss it, and nobody would notice its use."),
    to_do=_REVOKE,
    controls=DORMANT,
    spares_traps=True,
)
def dormant(key: KeyFacts, context: Context) -> Hit | None:
    days = context.days_since(key.last_use)
    if not key.opens or days is None or days <= context.thresholds.dormant:
        return None
    return Hit(say(_DORMANT, days=days))


@finding(
    "never-used",
    Severity.MEDIUM,
    title=gettext_noop("Never used"),
    why=gettext_noop("It was made and never needed, or what needs it was never set up."),
    to_do=_REVOKE,
    controls=DORMANT,
    spares_traps=True,
)
def never_used(key: KeyFacts, context: Context) -> Hit | None:
    days = context.days_since(key.since)
    is_known = key.is_listed and key.is_read and key.last_use is None
    if not key.opens or not is_known or days is None or days <= context.thresholds.never_used:
        return None
    return Hit(say(_NEVER, days=days))


@finding(
    "duplicate",
    Severity.LOW,
    title=gettext_noop("There more than once"),
    why=gettext_noop("Of several equal keys nobody can say which one is used where."),
    to_do=gettext_noop("Keep one key for each place it is used in, and revoke the rest."),
    controls=REUSE,
    waits=True,
    spares_traps=True,
)
def duplicate(key: KeyFacts, _context: Context) -> Hit | None:
    return Hit(say(_DUPLICATE, count=key.same)) if key.opens and key.same else None


@finding(
    "pending-stale",
    Severity.LOW,
    title=gettext_noop("Waits for validation"),
    why=gettext_noop("Whoever still has its page can accept it, long after anybody wanted it."),
    to_do=gettext_noop("End the request, or have it validated."),
    controls=DORMANT,
)
def pending_stale(key: KeyFacts, context: Context) -> Hit | None:
    days = context.days_since(key.since)
    if not key.is_pending or days is None or days <= context.thresholds.pending:
        return None
    return Hit(say(_PENDING, days=days))
