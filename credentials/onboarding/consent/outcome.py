"""How a request ended: asked of OVHcloud, written down once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from credentials import audit, teams, vault
from credentials.audit import Actor, Attempt
from credentials.core import (
    AuditAction,
    CredentialNotValid,
    Forbidden,
    KeyState,
    KeyValidated,
    NotAllowedError,
    Permission,
    UnknownCredential,
    announce,
    gettext_noop,
    say,
)
from credentials.models import Account, Application, ConsumerKey, KeyRequest
from credentials.onboarding.consent.live_key_match import matching_live_key
from credentials.onboarding.consent.notice import send_consent_notice
from credentials.onboarding.consent.using_up import use_up
from credentials.ovhcloud import Credential
from credentials.rights import rules_to_api
from credentials.vault import signed_client

# A key taken for refused or abandoned may still be accepted on OVHcloud's page, later.
_OPEN = frozenset({KeyState.PENDING, KeyState.REFUSED, KeyState.ABANDONED})
_ACCEPTED = {
    KeyState.VALIDATED: AuditAction.KEY_VALIDATED,
    KeyState.UNCONFIRMED: AuditAction.KEY_UNCONFIRMED,
    KeyState.FOREIGN: AuditAction.KEY_FOREIGN,
}
#: What whoever has a consent link cannot mend by trying once more.
_ENDS_LINK = frozenset({KeyState.VALIDATED, KeyState.UNCONFIRMED, KeyState.REFUSED})
_REFUSED = (AuditAction.KEY_REFUSED, KeyState.REFUSED)
_ABANDONED = (AuditAction.KEY_ABANDONED, KeyState.ABANDONED)


@dataclass(frozen=True, slots=True)
class _Proof:
    """The live key that came of a request, and the customer account that it told of, if any."""

    credential: Credential
    nic: str
    local_user: str = ""


def check_request(key_request: KeyRequest, *, actor: Actor) -> KeyRequest:
    """Ask OVHcloud how the request stands and keep the answer.

    Asking again is harmless: an outcome that is settled stays as it is. The page that waits asks
    every few seconds, so the entry written before each call is that of the use of the key, and
    while there is no outcome there is no other. Raises ``ApiError`` when OVHcloud gives no answer;
    then nothing changes.
    """
    return check_by(key_request, actor=actor)


def check_by(
    key_request: KeyRequest, *, actor: Actor, authority: Actor | None = None
) -> KeyRequest:
    """The same by somebody for whom the role of another counts."""
    if not may_still_change(key_request):
        return key_request
    subject = audit.subject_of(key_request.consumer_key)
    may = Permission.REQUEST_KEYS
    with teams.attempt_call(
        AuditAction.KEY_VALIDATED, may, actor=actor, subject=subject, authority=authority
    ) as attempt:
        attempt.check()
        proof = _ask(key_request, actor=actor)
        with attempt.ended():
            attempt.check()
            return _settle(key_request, proof, attempt)


def is_abandoned(key_request: KeyRequest) -> bool:
    """Whether the time to validate has passed without an answer."""
    return key_request.closed_at is None and key_request.expires_at <= timezone.now()


def may_still_change(key_request: KeyRequest) -> bool:
    """Whether asking OVHcloud may bring another outcome than the one that is kept."""
    return key_request.consumer_key.state in _OPEN


def bind_credential(
    key: ConsumerKey, credential: Credential, *, nic: str, local_user: str = ""
) -> None:
    """Take over what OVHcloud says of a validated key.

    Its application's number is saved here; the key is changed in memory, and the caller saves it.
    ``nic`` is the OVHcloud account it belongs to, ``local_user`` the user of it who accepted, if it
    was one. Raises ``NotAllowedError`` where another entry of the account, which is locked, is that
    very key.
    """
    _guard_bound(key, credential)
    key.nic, key.ovhcloud_id = nic, str(credential.credential_id)
    key.local_user = local_user
    key.credential_id = credential.credential_id
    key.rules = rules_to_api(credential.rules)
    if not credential.has_unread_addresses:
        key.allowed_ips, key.are_addresses_known = list(credential.allowed_ips or ()), True
    key.expires_at = credential.expiration
    key.validated_at = timezone.now()
    Application.objects.filter(pk=key.application_id).update(
        application_id=credential.application_id
    )


def _guard_bound(key: ConsumerKey, credential: Credential) -> None:
    same = ConsumerKey.objects.filter(
        account=key.account_id, credential_id=credential.credential_id
    )
    bound = same.exclude(pk=key.pk).first()
    if bound is not None:
        raise NotAllowedError(
            say(
                gettext_noop("OVHcloud's key #%(id)s is stored already, as %(label)s."),
                id=credential.credential_id,
                label=bound,
            ),
            next_step=say(gettext_noop("Open that entry.")),
        )


def _ask(key_request: KeyRequest, *, actor: Actor) -> _Proof | None:
    """What the key says of itself, or the live list of it; None, where it opens nothing yet."""
    key, refusal = key_request.consumer_key, None
    try:
        with signed_client(key, actor=actor, purpose="validation") as ovh:
            credential, details = ovh.current_credential(), ovh.details()
            return _Proof(credential, details.account, details.user)
    except (CredentialNotValid, UnknownCredential):
        pass
    except Forbidden as error:
        refusal = error
    has_ended = key_request.came_back_at is not None or is_abandoned(key_request)
    if key.allowed_ips and (refusal or has_ended):
        live_key = _live_key(key_request, is_turned_away=refusal is not None, actor=actor)
        if live_key is not None:
            return _Proof(live_key, key.account.nic)
    if refusal is not None and not is_abandoned(key_request):
        raise _explained(refusal) if key.allowed_ips else refusal
    return None


def _live_key(key_request: KeyRequest, *, is_turned_away: bool, actor: Actor) -> Credential | None:
    """Where it cannot be told from another's, the request stays open until its time is over."""
    try:
        return matching_live_key(key_request, is_turned_away=is_turned_away, actor=actor)
    except NotAllowedError:
        if is_abandoned(key_request):
            return None
        raise


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
                "Once it is validated, the account's management key finds it: check again then. "
                "Accepted by another OVHcloud account it is never found: end the request then."
            )
        ),
        status=refusal.status,
        method=refusal.method,
        path=refusal.path,
        query_id=refusal.query_id,
    )


def _settle(key_request: KeyRequest, proof: _Proof | None, attempt: Attempt) -> KeyRequest:
    """Write the outcome once: of two tabs that finish together, the second finds it written."""
    account = vault.locked_account(key_request.consumer_key.account)
    locked = KeyRequest.objects.select_for_update().get(pk=key_request.pk)
    outcome = _outcome(locked, proof, account) if may_still_change(locked) else None
    if outcome is None:
        attempt.withdraw()
        return locked
    key = locked.consumer_key
    attempt.action, key.state = outcome
    if proof is not None:
        bind_credential(key, proof.credential, nic=proof.nic, local_user=proof.local_user)
        locked.foreign_nic = proof.nic if key.state is KeyState.FOREIGN else ""
    key.save()
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at", "foreign_nic"])
    attempt.subject = audit.subject_of(key)
    _tell_of_link(locked)
    if key.state is KeyState.VALIDATED:
        announce(KeyValidated(key.pk))
    return locked


def _tell_of_link(key_request: KeyRequest) -> None:
    """Who made a consent link is told by mail; the link ends with an answer that cannot be mended
    by whoever has it."""
    if key_request.consent_link is None:
        return
    if key_request.consumer_key.state in _ENDS_LINK:
        use_up(key_request.consent_link)
    send_consent_notice.enqueue(str(key_request.pk))


def _outcome(
    key_request: KeyRequest, proof: _Proof | None, account: Account
) -> tuple[AuditAction, KeyState] | None:
    """Without a proof: refused once the person came back, abandoned when time is over, else open.

    A key of another account is kept apart, and so is one of an account that nobody confirmed yet.
    """
    if proof is not None:
        state = vault.state_by_binding(account, proof.nic)
        return _ACCEPTED[state], state
    if key_request.closed_at is not None:
        return None
    if key_request.came_back_at is not None:
        return _REFUSED
    return _ABANDONED if is_abandoned(key_request) else None
