"""Coming back from OVHcloud: a link that works once, in time, for the person who asked."""

from __future__ import annotations

from django.utils import timezone

from credentials import audit, teams
from credentials.audit import Actor
from credentials.core import AuditAction, NotAllowedError, Permission, Sentence, gettext_noop, say
from credentials.link_tokens import digest_of
from credentials.models import KeyRequest, Person


class SpentLinkError(NotAllowedError):
    """A link that did its work already, or came too late; it was ``key_request``'s."""

    def __init__(self, sentence: Sentence, *, next_step: Sentence, key_request: KeyRequest) -> None:
        super().__init__(sentence, next_step=next_step)
        self.key_request = key_request


def redeem_callback(token: str, *, person: Person, actor: Actor) -> KeyRequest:
    """The request a callback belongs to; the token works once, in time, for who asked.

    Raises ``NotAllowedError`` for a token that is nobody's or another person's, and
    ``SpentLinkError`` for one that is used or too late; each refusal is in the log.
    """
    with audit.attempt(AuditAction.CALLBACK_REJECTED, actor=actor) as attempt:
        own = KeyRequest.objects.select_related("consumer_key__account")
        key_request = own.filter(token_hash=digest_of(token)).first()
        if key_request is not None:
            attempt.subject = audit.subject_of(key_request.consumer_key)
        if key_request is None or key_request.requested_by_id != person.pk:
            raise _foreign_link()
        teams.guard_permission(Permission.REQUEST_KEYS, actor=actor, subject=attempt.subject)
        redeemed = _redeemed(key_request)
        attempt.action = AuditAction.CALLBACK_ACCEPTED
    return redeemed


def _foreign_link() -> NotAllowedError:
    return NotAllowedError(
        say(gettext_noop("This link belongs to no request of yours.")),
        next_step=say(gettext_noop("Open it in the browser in which the key was requested.")),
    )


def _redeemed(key_request: KeyRequest) -> KeyRequest:
    locked = KeyRequest.objects.select_for_update().get(pk=key_request.pk)
    if locked.came_back_at is not None:
        raise SpentLinkError(
            say(gettext_noop("This link has been used already.")),
            next_step=say(gettext_noop("The request's page says how it ended.")),
            key_request=locked,
        )
    if locked.expires_at <= timezone.now():
        raise SpentLinkError(
            say(gettext_noop("This link has expired.")),
            next_step=say(gettext_noop("The request's page can look once more, or ask again.")),
            key_request=locked,
        )
    locked.came_back_at = timezone.now()
    locked.save(update_fields=["came_back_at"])
    return locked
