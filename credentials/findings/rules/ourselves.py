"""Keydesk itself: the keys it works with, its log, its master key."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Final

from credentials.core import Severity, coded, gettext_noop, ngettext_noop, say
from credentials.findings.controls import CRYPTOGRAPHY, LOGGING, LONG_LIVED, OVERPRIVILEGE
from credentials.findings.facts import Context, InstanceFacts, KeyFacts
from credentials.findings.registry import Hit, finding
from credentials.findings.rights_judgement import judge
from credentials.rights import MANAGEMENT_RECIPES, Catalogue, reach

_TOO_WIDE: Final = coded(
    "finding.own-key-too-wide",
    gettext_noop("Keydesk works with it. Operations that it reaches and never needs: %(count)s."),
)
_EXPIRING: Final = coded(
    "finding.own-key-expiring",
    ngettext_noop(
        "Keydesk works with it, and it ends within %(days)s day.",
        "Keydesk works with it, and it ends within %(days)s days.",
        by="days",
    ),
)
_BROKEN: Final = coded(
    "finding.audit-broken", gettext_noop("The activity log was changed or cut outside Keydesk.")
)
_BROKEN_AT: Final = coded(
    "finding.audit-broken.at",
    gettext_noop("The activity log is not as Keydesk wrote it from entry %(seq)s on."),
)
_MASTER_KEY: Final = coded(
    "finding.master-key-old",
    ngettext_noop(
        "The master key is in use for %(days)s day.",
        "The master key is in use for %(days)s days.",
        by="days",
    ),
)


@finding(
    "own-key-too-wide",
    Severity.HIGH,
    title=gettext_noop("Keydesk's own key may do too much"),
    why=gettext_noop("Whoever gets into Keydesk gets what its key may do."),
    to_do=gettext_noop("Make a management key by one of Keydesk's own recipes, and choose it."),
    controls=OVERPRIVILEGE,
)
def own_key_too_wide(key: KeyFacts, context: Context) -> Hit | None:
    if not (key.opens and key.is_own):
        return None
    bits = judge(key.catalogue, key.rules, context.now.date()).bits
    further = (bits & ~_needed(key.catalogue)).bit_count()
    return Hit(say(_TOO_WIDE, count=further)) if further else None


@finding(
    "own-key-expiring",
    Severity.HIGH,
    title=gettext_noop("Keydesk's own key ends soon"),
    why=gettext_noop("From then on Keydesk sees nothing of the account, and revokes nothing."),
    to_do=gettext_noop("Make a new management key, and choose it."),
    controls=LONG_LIVED,
)
def own_key_expiring(key: KeyFacts, context: Context) -> Hit | None:
    days = context.thresholds.expires
    if not (key.opens and key.is_own) or key.expires_at is None:
        return None
    is_near = key.expires_at - context.now <= timedelta(days=days)
    return Hit(say(_EXPIRING, days=days)) if is_near else None


@finding(
    "audit-broken",
    Severity.CRITICAL,
    title=gettext_noop("The activity log is broken"),
    why=gettext_noop("Somebody wrote to the database, and the log no longer says all."),
    to_do=gettext_noop("Run verify_audit_log, compare with a backup, and find out who it was."),
    controls=LOGGING,
)
def audit_broken(instance: InstanceFacts, _context: Context) -> Hit | None:
    if instance.is_log_intact is not False:
        return None
    return Hit(say(_BROKEN_AT, seq=instance.first_bad) if instance.first_bad else say(_BROKEN))


@finding(
    "master-key-old",
    Severity.MEDIUM,
    title=gettext_noop("The master key is old"),
    why=gettext_noop("Whoever once copied it opens whatever is sealed under it."),
    to_do=gettext_noop("Add a new master key, and run reseal_vault."),
    controls=CRYPTOGRAPHY,
)
def master_key_old(instance: InstanceFacts, context: Context) -> Hit | None:
    days = context.days_since(instance.master_key_since)
    if days is None or days <= context.thresholds.master_key:
        return None
    return Hit(say(_MASTER_KEY, days=days))


@lru_cache(maxsize=16)
def _needed(catalogue: Catalogue) -> int:
    """The operations that any of Keydesk's own recipes reaches, gone ones too."""
    rules = [rule for recipe in MANAGEMENT_RECIPES for rule in recipe.rules()]
    reached = reach(catalogue, rules)
    return reached.bits | reached.gone | reached.further
