"""The end of a key that nobody waits for: at OVHcloud, or shown until it is there.

A key that waits for its consent cannot be ended: OVHcloud refuses every call of it, and lists it
to nobody. So a request is dropped: Keydesk goes on asking, and ends the key once it is accepted.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from django.utils import timezone

from credentials import audit, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AccountSynced,
    AuditAction,
    CredentialNotValid,
    Forbidden,
    KeydeskError,
    KeyState,
    NotAllowedError,
    Permission,
    UnknownCredential,
    gettext_noop,
    say,
)
from credentials.models import KeyRequest
from credentials.onboarding.consent.outcome import check_request

_ENDABLE: Final = frozenset(
    {KeyState.PENDING, KeyState.REFUSED, KeyState.ABANDONED, KeyState.FOREIGN}
)
_AT_ONCE: Final = 20  # requests that are looked at after one reading


def can_be_ended(key_request: KeyRequest) -> bool:
    """Whether its key may open something some day, and nobody works with it."""
    return key_request.consumer_key.state in _ENDABLE


def end_request(key_request: KeyRequest, *, actor: Actor) -> KeyRequest:
    """End the key at OVHcloud, or note that it is to be ended; ``dropped_at`` says so then.

    Raises ``NotAllowedError`` for a key that is in use, and ``ApiError``; then nothing changes.
    """
    return end_by(key_request, actor=actor)


def end_by(key_request: KeyRequest, *, actor: Actor, authority: Actor | None = None) -> KeyRequest:
    """The same by somebody for whom the role of another counts."""
    subject, may = audit.subject_of(key_request.consumer_key), Permission.REQUEST_KEYS
    with teams.attempt_call(
        AuditAction.KEY_ENDED, may, actor=actor, subject=subject, authority=authority
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(_obstacle(key_request))
        is_ended = _log_out(key_request, actor=actor)
        with attempt.ended():
            vault.locked_account(key_request.consumer_key.account)
            attempt.details["ended"] = is_ended
            return _noted(key_request, is_ended=is_ended)


def update_requests_after_sync(event: AccountSynced) -> None:
    """After a reading: end what was dropped, and ask what came of consent links."""
    waiting = KeyRequest.objects.select_related(
        "consumer_key__account__team", "consumer_key__application__account"
    ).filter(consumer_key__account=event.account_id, consumer_key__archived_at=None)
    dropped = waiting.filter(dropped_at__isnull=False, consumer_key__state__in=_ENDABLE)
    linked = waiting.filter(
        dropped_at=None, consent_link__isnull=False, consumer_key__state=KeyState.PENDING
    )
    for key_request in dropped[:_AT_ONCE]:
        with suppress(KeydeskError):  # it is in the log, and tried again after the next reading
            end_request(key_request, actor=audit.SYSTEM)
    for key_request in linked[:_AT_ONCE]:
        with suppress(KeydeskError):
            check_request(key_request, actor=audit.SYSTEM)


def _obstacle(key_request: KeyRequest) -> NotAllowedError | None:
    if can_be_ended(key_request):
        return None
    return NotAllowedError(
        say(gettext_noop("%(label)s is not a key to drop."), label=key_request.consumer_key.label),
        next_step=say(gettext_noop("A key that works is revoked on its live key's page.")),
    )


def _log_out(key_request: KeyRequest, *, actor: Actor) -> bool:
    """Whether OVHcloud ended the key, or does not know it any more."""
    try:
        with vault.signed_client(
            key_request.consumer_key, actor=actor, purpose="end request"
        ) as ovh:
            ovh.logout()
    except UnknownCredential:
        return True
    except (CredentialNotValid, Forbidden):
        return False
    return True


def _noted(key_request: KeyRequest, *, is_ended: bool) -> KeyRequest:
    locked = KeyRequest.objects.select_for_update().get(pk=key_request.pk)
    key, now = locked.consumer_key, timezone.now()
    locked.closed_at = locked.closed_at or now
    locked.dropped_at = None if is_ended else locked.dropped_at or now
    if is_ended:
        key.state = KeyState.REVOKED
    elif key.state == KeyState.PENDING:
        key.state = KeyState.ABANDONED
    key.save(update_fields=["state"])
    locked.save(update_fields=["closed_at", "dropped_at"])
    return locked
