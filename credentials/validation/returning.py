"""Coming back from OVHcloud: a link that works once, in time, for the person who asked."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from credentials import audit
from credentials.audit import Actor
from credentials.enums import AuditAction, Outcome
from credentials.errors import NotAllowedError
from credentials.models import KeyRequest, Person
from credentials.sentences import Sentence, gettext_noop, say
from credentials.validation.requesting import hash_of


class SpentLinkError(NotAllowedError):
    """A link that did its work already, or came too late; ``found`` is its request."""

    def __init__(self, sentence: Sentence, *, next_step: Sentence, found: KeyRequest) -> None:
        super().__init__(sentence, next_step=next_step)
        self.found = found


def redeem(token: str, *, person: Person, actor: Actor) -> KeyRequest:
    """The request a callback belongs to; the token works once, in time, for who asked.

    Raises ``NotAllowedError`` for a token that is nobody's or another person's, and
    ``SpentLinkError`` for one that is used or too late; each refusal is in the log.
    """
    try:
        with transaction.atomic():
            found = KeyRequest.objects.select_for_update().filter(token_hash=hash_of(token)).first()
            return _redeemed(found, person)
    except NotAllowedError:
        audit.record(
            AuditAction.CALLBACK_REJECTED,
            actor=actor,
            subject=audit.subject_of(found.consumer_key) if found else audit.Subject(),
            outcome=Outcome.DENIED,
        )
        raise


def _redeemed(found: KeyRequest | None, person: Person) -> KeyRequest:
    if found is None or found.requested_by_id != person.pk:
        raise NotAllowedError(
            say(gettext_noop("This link belongs to no request of yours.")),
            next_step=say(gettext_noop("Open it in the browser in which the key was requested.")),
        )
    if found.came_back_at is not None:
        raise SpentLinkError(
            say(gettext_noop("This link has been used already.")),
            next_step=say(gettext_noop("The request's page says how it ended.")),
            found=found,
        )
    if found.expires_at <= timezone.now():
        raise SpentLinkError(
            say(gettext_noop("This link has expired.")),
            next_step=say(gettext_noop("The request's page can look once more, or ask again.")),
            found=found,
        )
    found.came_back_at = timezone.now()
    found.save(update_fields=["came_back_at"])
    return found
