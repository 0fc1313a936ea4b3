"""The link by which a person's calendar reads when keys end: made, renewed, ended and followed."""

from __future__ import annotations

from django.utils import timezone

from credentials import audit
from credentials.audit import Actor
from credentials.core import AuditAction
from credentials.link_tokens import digest_of, new_token
from credentials.models import CalendarLink, Person


def make_calendar_link(person: Person, *, actor: Actor) -> str:
    """The token of a new link, which is shown once; one that was there works no more."""
    token = new_token()
    with audit.attempt(
        AuditAction.CALENDAR_LINK_MADE, actor=actor, subject=audit.subject_of(person), person=person
    ) as attempt:
        attempt.details["ended_link"] = _ended(person)
        attempt.log()
        CalendarLink.objects.filter(person=person).delete()
        CalendarLink.objects.create(person=person, digest=digest_of(token), made_at=timezone.now())
    return token


def end_calendar_link(person: Person, *, actor: Actor) -> None:
    """Let the person's link work no more; where there is none nothing is done."""
    with audit.attempt(
        AuditAction.CALENDAR_LINK_ENDED,
        actor=actor,
        subject=audit.subject_of(person),
        person=person,
    ) as attempt:
        ended = _ended(person)
        if not ended:
            return attempt.withdraw()
        attempt.details["ended_link"] = ended
        attempt.log()
        CalendarLink.objects.filter(person=person).delete()
    return None


def has_calendar_link(person: Person) -> bool:
    """Whether a link of the person's works."""
    rows = CalendarLink.objects.filter(person=person)
    return bool(audit.holding_or_logged(rows))


def holder_of(token: str) -> Person | None:
    """Whose link it is; None for one that works no more, or never did."""
    rows = CalendarLink.objects.filter(digest=digest_of(token)).select_related("person")
    for link in audit.holding_or_logged(rows):
        if link.person.is_active and audit.holds_or_logged(link.person):
            return link.person
    return None


def _ended(person: Person) -> str:
    return "".join(str(row.pk) for row in CalendarLink.objects.filter(person=person))
