"""How old a key is, and when it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from credentials.core import Severity, coded, gettext_noop, say
from credentials.findings.controls import LONG_LIVED
from credentials.findings.facts import Context, KeyFacts
from credentials.findings.registry import Hit, finding

_NO_EXPIRY: Final = coded("finding.no-expiry", gettext_noop("Has no end."))
_EXPIRES_AT_ONCE: Final = coded("finding.expires-soon.day", gettext_noop("Ends within a day."))
_EXPIRES: Final = coded("finding.expires-soon", gettext_noop("Ends within %(days)s days."))
_OLD: Final = coded("finding.old", gettext_noop("Is %(days)s days old."))
_ROTATE: Final = gettext_noop(
    "Request a new key with the same rights, put it in its place, and revoke this one."
)
#: Days before the end, the tightest first; only that one is told.
_STEPS: Final = ((1, Severity.HIGH), (7, Severity.MEDIUM), (14, Severity.LOW), (30, Severity.LOW))


@finding(
    "no-expiry",
    Severity.MEDIUM,
    title=gettext_noop("Never ends"),
    why=gettext_noop("A key that was forgotten, or copied, works until somebody revokes it."),
    to_do=_ROTATE,
    controls=LONG_LIVED,
    spares_traps=True,
)
def no_expiry(key: KeyFacts, _context: Context) -> Hit | None:
    if key.opens and key.is_read and key.expires_at is None:
        return Hit(say(_NO_EXPIRY))
    return None


@finding(
    "expires-soon",
    Severity.LOW,
    title=gettext_noop("Ends soon"),
    why=gettext_noop("What uses it stops working at its end, without a warning from OVHcloud."),
    to_do=_ROTATE,
    controls=LONG_LIVED,
)
def expires_soon(key: KeyFacts, context: Context) -> Hit | None:
    if not key.opens or key.expires_at is None:
        return None
    left = key.expires_at - context.now
    steps = (*_STEPS, (context.thresholds.expires, Severity.LOW))
    for days, severity in steps:
        if days <= context.thresholds.expires and left <= timedelta(days=days):
            sentence = say(_EXPIRES_AT_ONCE) if days == 1 else say(_EXPIRES, days=days)
            return Hit(sentence, severity)
    return None


@finding(
    "old",
    Severity.MEDIUM,
    title=gettext_noop("Is old"),
    why=gettext_noop("The longer a key is in use, the more places and people have had it."),
    to_do=_ROTATE,
    controls=LONG_LIVED,
    spares_traps=True,
)
def old(key: KeyFacts, context: Context) -> Hit | None:
    days = context.days_since(key.since)
    thresholds = context.thresholds
    most = thresholds.old_in_production if key.is_in_production else thresholds.old
    return Hit(say(_OLD, days=days)) if key.opens and days is not None and days > most else None
