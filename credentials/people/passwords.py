"""A forgotten password: the link to choose a new one, and choosing it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django_tasks import task

from credentials import audit, mail
from credentials.audit import Actor
from credentials.core import AuditAction, LinkPurpose, Outcome
from credentials.models import Person
from credentials.people import links, notices, sessions
from credentials.public_address import public_address

RESET_LIFETIME: Final = timedelta(hours=1)


def ask_reset(person: Person | None, *, actor: Actor) -> None:
    """Have a link to choose a new password sent to the person.

    An address that nobody here has, None, is denied, and costs what another does: who measures the
    time learns nothing of it. Whether the person's row is as Keydesk wrote it, the worker looks.
    """
    with audit.attempt(AuditAction.PASSWORD_RESET_ASKED, actor=actor) as attempt:
        attempt.folds = False
        if person is None:
            attempt.outcome = Outcome.DENIED
        else:
            attempt.subject = audit.subject_of(person)
        send_password_reset.enqueue(person.pk if person else notices.NOBODY)


@task()
def send_password_reset(person_id: int) -> None:
    """Make the link and mail it: its token is in no queue."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None or not audit.holds_or_logged(person):
        return
    token = links.make_link(person, LinkPurpose.PASSWORD_RESET, lifetime=RESET_LIFETIME)
    url = public_address(reverse("account_reset_password_from_key", args=[token]))
    mail.send("password_reset", person.email, url=url, minutes=RESET_LIFETIME.seconds // 60)


@sensitive_variables("password")
def reset_password(token: str, password: str, *, address: str) -> Person:
    """Set the password of the person the link was sent to.

    ``address`` is where the request comes from. Every session of the person ends. Raises
    ``NotAllowedError`` where the link is used, expired or none.
    """
    actor = audit.visitor(None, address)
    with audit.attempt(AuditAction.PASSWORD_CHANGED, actor=actor) as attempt:
        person = links.spend_link(token, LinkPurpose.PASSWORD_RESET)
        if person is None:
            raise links.no_longer_works()
        attempt.actor = audit.actor_of(person, address)
        attempt.subject = audit.subject_of(person)
        attempt.details = {"identity": str(person.identity)}
        attempt.log()
        _set(person, password)
    return person


@sensitive_variables("password")
def set_password(person: Person, password: str, *, actor: Actor, except_digest: str = "") -> None:
    """Give the person this password, and tell them by mail.

    Every session of theirs ends but the one with ``except_digest``. Raises ``RowChangedOutside``
    where the person's row is not as Keydesk wrote it.
    """
    action, subject = AuditAction.PASSWORD_CHANGED, audit.subject_of(person)
    with audit.attempt(action, actor=actor, subject=subject, person=person) as attempt:
        attempt.log()
        _set(person, password, except_digest=except_digest)


@sensitive_variables("password")
def _set(person: Person, password: str, *, except_digest: str = "") -> None:
    person.refresh_from_db()
    person.set_password(password)
    person.save(update_fields=["password"])
    sessions.delete_sessions(person, except_digest=except_digest)
    notices.queue_notice(person, AuditAction.PASSWORD_CHANGED)
