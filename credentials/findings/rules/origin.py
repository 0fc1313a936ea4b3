"""What application a key belongs to, and who made it."""

from __future__ import annotations

from typing import Final

from credentials.core import Severity, coded, gettext_noop, say
from credentials.findings.controls import DORMANT, INVENTORY, THIRD_PARTY
from credentials.findings.facts import ApplicationFacts, Context, KeyFacts
from credentials.findings.registry import Hit, finding

_SUPPORT: Final = coded("finding.support-issued", gettext_noop("OVHcloud's support made it."))
_EXTERNAL: Final = coded(
    "finding.external-app",
    gettext_noop("Belongs to %(application)s, an application of somebody else."),
)
_UNNAMED: Final = coded(
    "finding.external-app.unnamed", gettext_noop("Belongs to an application of somebody else.")
)
_CONSOLE: Final = coded("finding.console-made", gettext_noop("OVHcloud's API console made it."))
_DELETED: Final = coded(
    "finding.application-deleted",
    gettext_noop("Its application was deleted: it opens nothing, whatever OVHcloud lists."),
)
_BLOCKED: Final = coded(
    "finding.application-blocked", gettext_noop("OVHcloud lists the application as %(status)s.")
)
_EMPTY: Final = coded(
    "finding.application-without-keys", gettext_noop("The application has no key.")
)
#: How OVHcloud's API console calls itself, in lower case.
_CONSOLE_NAMES: Final = ("api console", "ovhcloud api console", "ovh api console")
_BLOCKED_STATES: Final = frozenset({"blocked", "inactive"})


@finding(
    "support-issued",
    Severity.MEDIUM,
    title=gettext_noop("Made by OVHcloud's support"),
    why=gettext_noop("It was made for one case, and nobody of the team holds it."),
    to_do=gettext_noop("Revoke it once the case is closed."),
    controls=THIRD_PARTY,
)
def support_issued(key: KeyFacts, _context: Context) -> Hit | None:
    return Hit(say(_SUPPORT)) if key.opens and key.is_support else None


@finding(
    "external-app",
    Severity.MEDIUM,
    title=gettext_noop("Of somebody else's application"),
    why=gettext_noop("Somebody outside holds the secret of it, and how well is up to them."),
    to_do=gettext_noop("Find out who uses it and what for; revoke it if nobody can say."),
    controls=THIRD_PARTY,
)
def external_app(key: KeyFacts, _context: Context) -> Hit | None:
    application = key.application
    if not key.opens or application is None or application.is_owned or _is_console(application):
        return None
    name = application.name
    return Hit(say(_EXTERNAL, application=name) if name else say(_UNNAMED))


@finding(
    "console-made",
    Severity.LOW,
    title=gettext_noop("Made by the API console"),
    why=gettext_noop("Trying calls out in a browser leaves keys behind that often may do all."),
    to_do=gettext_noop("Revoke it once nobody tries calls out any more."),
    controls=THIRD_PARTY,
)
def console_made(key: KeyFacts, _context: Context) -> Hit | None:
    application = key.application
    if not key.opens or application is None or application.is_owned:
        return None
    return Hit(say(_CONSOLE)) if _is_console(application) else None


@finding(
    "application-deleted",
    Severity.INFO,
    title=gettext_noop("Its application was deleted"),
    why=gettext_noop("OVHcloud may go on listing such a key as validated."),
    to_do=gettext_noop("Revoke it to tidy up; nothing depends on it."),
    controls=INVENTORY,
)
def application_deleted(key: KeyFacts, _context: Context) -> Hit | None:
    is_deleted = key.application is not None and key.application.is_deleted
    return Hit(say(_DELETED)) if key.is_listed and is_deleted else None


@finding(
    "application-blocked",
    Severity.MEDIUM,
    title=gettext_noop("The application is blocked"),
    why=gettext_noop("OVHcloud blocks an application for a reason, and its keys do not work."),
    to_do=gettext_noop("Ask OVHcloud's support why, or revoke the application."),
    controls=INVENTORY,
)
def application_blocked(application: ApplicationFacts, _context: Context) -> Hit | None:
    if application.is_deleted or application.status.lower() not in _BLOCKED_STATES:
        return None
    return Hit(say(_BLOCKED, status=application.status))


@finding(
    "application-without-keys",
    Severity.INFO,
    title=gettext_noop("An application without keys"),
    why=gettext_noop("Its secret is of no use today, and lets new keys be asked for."),
    to_do=gettext_noop("Delete it, if no key is going to be requested with it."),
    controls=DORMANT,
    waits=True,
)
def application_without_keys(application: ApplicationFacts, _context: Context) -> Hit | None:
    is_ours = application.is_owned and not application.is_deleted
    return Hit(say(_EMPTY)) if is_ours and application.keys == 0 else None


def _is_console(application: ApplicationFacts) -> bool:
    return application.name.strip().lower() in _CONSOLE_NAMES
