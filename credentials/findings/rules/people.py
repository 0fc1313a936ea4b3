"""The people of a team, and how they sign in."""

from __future__ import annotations

from typing import Final

from credentials.core import Severity, coded, gettext_noop, ngettext_noop, say
from credentials.findings.controls import ADMINS, OFFBOARDING, SIGN_IN
from credentials.findings.facts import Context, PersonFacts, TeamFacts
from credentials.findings.registry import Hit, finding

_NO_FACTOR: Final = coded(
    "finding.no-second-factor", gettext_noop("Signs in without a second factor.")
)
_ADMINS: Final = coded(
    "finding.too-many-admins",
    ngettext_noop(
        "%(admins)s of %(members)s member is an admin.",
        "%(admins)s of %(members)s members are admins.",
        by="members",
    ),
)
_DORMANT: Final = coded(
    "finding.person-dormant",
    ngettext_noop(
        "Has not signed in for %(days)s day.", "Has not signed in for %(days)s days.", by="days"
    ),
)


@finding(
    "no-second-factor",
    Severity.MEDIUM,
    title=gettext_noop("No second factor"),
    why=gettext_noop("Whoever learns the password has all that the person may do here."),
    to_do=gettext_noop("Ask for a second factor in the team's policy."),
    controls=SIGN_IN,
    waits=True,
)
def no_second_factor(person: PersonFacts, _context: Context) -> Hit | None:
    return None if person.has_second_factor else Hit(say(_NO_FACTOR))


@finding(
    "too-many-admins",
    Severity.LOW,
    title=gettext_noop("Many admins"),
    why=gettext_noop("Each of them may change who has access; few of them need to."),
    to_do=gettext_noop("Give those who keep keys the role of an operator."),
    controls=ADMINS,
)
def too_many_admins(team: TeamFacts, context: Context) -> Hit | None:
    if team.admins <= context.thresholds.admins:
        return None
    return Hit(say(_ADMINS, admins=team.admins, members=team.members))


@finding(
    "person-dormant",
    Severity.LOW,
    title=gettext_noop("Has not signed in for long"),
    why=gettext_noop("An access that nobody uses is missed by nobody when it is taken over."),
    to_do=gettext_noop("Ask them, then remove them from the team."),
    controls=OFFBOARDING,
)
def person_dormant(person: PersonFacts, context: Context) -> Hit | None:
    days = context.days_since(person.last_sign_in or person.since)
    if days is None or days <= context.thresholds.person_dormant:
        return None
    return Hit(say(_DORMANT, days=days))
