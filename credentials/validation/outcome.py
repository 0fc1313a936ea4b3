"""How a request ended: asked of OVHcloud, written down once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from credentials import audit
from credentials.audit import Actor
from credentials.client import Credential
from credentials.enums import AuditAction, KeyState
from credentials.errors import CredentialNotValid, Forbidden, UnknownCredential
from credentials.models import Application, ConsumerKey, KeyRequest
from credentials.rights import Difference, diff, from_api, to_api
from credentials.sentences import gettext_noop, say
from credentials.validation.clients import signed_client
from credentials.validation.elsewhere import live_twin

# A key taken for refused or given up may still be accepted on OVHcloud's page, later.
_OPEN = frozenset({KeyState.PENDING, KeyState.REFUSED, KeyState.ABANDONED})


def check(found: KeyRequest, *, actor: Actor) -> KeyRequest:
    """Ask OVHcloud how the request stands and keep the answer.

    Asking again is harmless: an outcome that is settled stays as it is. Raises ``ApiError`` when
    OVHcloud gives no answer; then nothing changes.
    """
    if not may_still_change(found):
        return found
    key, refusal = found.consumer_key, None
    try:
        with signed_client(key, actor=actor, purpose="validation") as ovh:
            credential, nic = ovh.current_credential(), ovh.details().account
        return _accepted(found, credential, nic=nic, actor=actor)
    except (CredentialNotValid, UnknownCredential):
        pass
    except Forbidden as error:
        refusal = error
    return _unproved(found, refusal, actor=actor)


def is_given_up(found: KeyRequest) -> bool:
    """Whether the time to validate has passed without an answer."""
    return found.closed_at is None and found.expires_at <= timezone.now()


def may_still_change(found: KeyRequest) -> bool:
    """Whether asking OVHcloud may bring another outcome than the one that is kept."""
    return found.consumer_key.state in _OPEN


def granted_against_requested(found: KeyRequest) -> Difference:
    """What the key may do beyond what was asked for (added), and what it may not (removed)."""
    return diff(from_api(found.requested_rules), from_api(found.consumer_key.rules))


def bind(key: ConsumerKey, credential: Credential) -> None:
    """Take over what OVHcloud says of a validated key (in memory; the caller saves)."""
    key.credential_id = credential.credential_id
    key.rules = to_api(credential.rules)
    key.allowed_ips = list(credential.allowed_ips or ())
    key.expires_at = credential.expiration
    key.validated_at = timezone.now()
    Application.objects.filter(pk=key.application_id).update(
        application_id=credential.application_id
    )


def _unproved(found: KeyRequest, refusal: Forbidden | None, *, actor: Actor) -> KeyRequest:
    """The key did not speak for itself: the live list may, where the key is bound to addresses."""
    key, has_ended = found.consumer_key, found.came_back_at is not None or is_given_up(found)
    if key.allowed_ips and (refusal or has_ended):
        twin = live_twin(found, actor=actor)
        if twin is not None:
            return _accepted(found, twin, nic=key.account.nic, actor=actor)
    if refusal is None or is_given_up(found):
        return _still_closed(found, actor=actor)
    raise _explained(refusal) if key.allowed_ips else refusal


def _explained(refusal: Forbidden) -> Forbidden:
    return Forbidden(
        say(
            gettext_noop(
                "OVHcloud lets the key be used from its own addresses alone, so Keydesk cannot "
                "ask with it, and the account's live keys do not show it yet."
            )
        ),
        next_step=say(
            gettext_noop(
                "Once it is validated, the account's management key finds it: check again then."
            )
        ),
        status=refusal.status,
        method=refusal.method,
        path=refusal.path,
        query_id=refusal.query_id,
    )


def _still_closed(found: KeyRequest, *, actor: Actor) -> KeyRequest:
    """Refused when the person has come back, given up when time is over, else pending."""
    if found.closed_at is not None:
        return found
    if found.came_back_at is not None:
        return _close(found, KeyState.REFUSED, AuditAction.KEY_REFUSED, actor=actor)
    if is_given_up(found):
        return _close(found, KeyState.ABANDONED, AuditAction.KEY_ABANDONED, actor=actor)
    return found


def _accepted(found: KeyRequest, credential: Credential, *, nic: str, actor: Actor) -> KeyRequest:
    """Bind the key to its live credential; a key of another account is kept apart."""
    account = found.consumer_key.account
    if account.nic and nic and nic != account.nic:
        found.foreign_nic = nic
        return _close(
            found, KeyState.FOREIGN, AuditAction.KEY_FOREIGN, actor=actor, credential=credential
        )
    if nic and not account.nic:
        account.nic = nic
        account.save(update_fields=["nic"])
    return _close(
        found, KeyState.VALIDATED, AuditAction.KEY_VALIDATED, actor=actor, credential=credential
    )


@transaction.atomic
def _close(
    found: KeyRequest,
    state: KeyState,
    action: AuditAction,
    *,
    actor: Actor,
    credential: Credential | None = None,
) -> KeyRequest:
    """Write the outcome once: of two tabs that finish together, the second finds it written."""
    held = KeyRequest.objects.select_for_update().get(pk=found.pk)
    if not may_still_change(held):
        return held
    key = held.consumer_key
    if credential is not None:
        bind(key, credential)
    key.state = state
    key.save()
    held.closed_at, held.foreign_nic = timezone.now(), found.foreign_nic
    held.save(update_fields=["closed_at", "foreign_nic"])
    audit.record(action, actor=actor, subject=audit.subject_of(key))
    return held
