"""Mails to a person about what was done with their own account."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks import task

from credentials import audit, mail
from credentials.core import AuditAction, gettext_noop
from credentials.models import AuditEntry, Person
from credentials.public_address import public_address

_KNOWN_FOR: Final = timedelta(days=90)

#: In place of the id of a person: nobody.
NOBODY: Final = 0

#: What a notice says of an action.
SENTENCES: Final[dict[str, str]] = {
    AuditAction.SIGNED_IN: gettext_noop("Your account signed in from a new place."),
    AuditAction.PASSWORD_CHANGED: gettext_noop("The password of your account was changed."),
    AuditAction.FACTOR_ADDED: gettext_noop("A way to sign in was added to your account."),
    AuditAction.FACTOR_REMOVED: gettext_noop("A way to sign in was removed from your account."),
    AuditAction.FACTORS_RESET: gettext_noop(
        "Whoever runs Keydesk took your passkeys, app and recovery codes away."
    ),
    AuditAction.LOCKED_OUT: gettext_noop(
        "Somebody tried too many wrong passwords for your account. From where they tried, and "
        "perhaps from places that are new to you, nobody signs in for an hour at most. Browsers "
        "you signed in with lately are not kept out."
    ),
}


def queue_notice(person: Person | None, action: AuditAction) -> None:
    """Have the person told of what the newest entry of that action says. For None the worker has as
    little to do as the page has: who measures the time learns not whether there is somebody."""
    send_notice.enqueue(person.pk if person else NOBODY, action)


@task()
def send_notice(person_id: int, action: str) -> None:
    """Mail what the log says of the action; takes an id and a word of the log."""
    person = Person.objects.filter(pk=person_id).first()
    entry = _entries(person_id).filter(action=action).first()
    if person is None or entry is None or action not in SENTENCES:
        return
    if not audit.holds_or_logged(person):
        return  # the address is not theirs
    mail.send(
        "notice",
        person.email,
        sentence=gettext(SENTENCES[action]),
        entry=entry,
        url=public_address(reverse("mfa_index")),
    )


def is_new_place(person: Person, *, address: str, browser: str) -> bool:
    """Whether nobody signed in as the person from there lately; a first sign-in is no news."""
    lately = timezone.now() - _KNOWN_FOR
    before = AuditEntry.objects.filter(
        action=AuditAction.SIGNED_IN, actor_id=person.pk, time__gt=lately
    )
    return before.exists() and not before.filter(address=address, details__browser=browser).exists()


def addresses_of(person: Person | None, *, within: timedelta) -> set[str]:
    """Where the person signed in from, as the log of that time has it; of nobody, none."""
    person_id, since = person.pk if person else NOBODY, timezone.now() - within
    entries = AuditEntry.objects.filter(
        action=AuditAction.SIGNED_IN, actor_id=person_id, time__gt=since
    )
    return set(entries.values_list("address", flat=True).order_by().distinct())


def _entries(person_id: int) -> QuerySet[AuditEntry]:
    """What the person did, or what was done to their account."""
    about = Q(subject_kind="person", subject_id=str(person_id))
    return AuditEntry.objects.filter(Q(actor_id=person_id) | about)
