"""Links that work once, in time: the token is in one mail, its digest in the database."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from credentials import audit
from credentials.audit import LINK_MADE, SYSTEM, Actor
from credentials.core import LinkPurpose, NotAllowedError, gettext_noop, say
from credentials.link_tokens import digest_of, new_token
from credentials.models import MailedLink, Person


def make_link(
    person: Person, purpose: LinkPurpose, *, lifetime: timedelta, actor: Actor = SYSTEM
) -> str:
    """The token of a new link; its entry in the log ends every earlier one for the same purpose.

    Raises ``RowChangedOutside`` where the person's row is not as Keydesk wrote it.
    """
    action, subject, token = LINK_MADE[purpose], audit.subject_of(person), new_token()
    with audit.attempt(action, actor=actor, subject=subject, person=person) as attempt:
        attempt.log()
        MailedLink.objects.filter(person=person, purpose=purpose).delete()
        MailedLink.objects.create(
            person=person,
            purpose=purpose,
            digest=digest_of(token),
            expires_at=timezone.now() + lifetime,
        )
    return token


def find_link(token: str, purpose: LinkPurpose) -> MailedLink | None:
    """The link of the token; None for one that is used, too old, or nobody's."""
    links = MailedLink.objects.select_related("person").filter(
        digest=digest_of(token), purpose=purpose, expires_at__gt=timezone.now()
    )
    link = links.filter(person__is_active=True).first()
    return link if link and audit.holds_or_logged(link, link.person) else None


def spend_link(token: str, purpose: LinkPurpose) -> Person | None:
    """The person of a link that works, which then works no more; of two who try, one is told."""
    link = find_link(token, purpose)
    if link is None:
        return None
    spent, _ = MailedLink.objects.filter(pk=link.pk).delete()
    return link.person if spent else None


def no_longer_works() -> NotAllowedError:
    """What the link of a mail says once it is used, expired or replaced."""
    return NotAllowedError(
        say(gettext_noop("This link no longer works.")),
        next_step=say(gettext_noop("Ask for a new one.")),
    )
