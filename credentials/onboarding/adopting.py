"""Taking in keys that exist: three pasted values, proved at OVHcloud before they are kept.

A key that is bound to other addresses is not let in from here: the account's live keys vouch for
it, where they show one such key alone.
"""

from __future__ import annotations

from credentials import audit, ovhcloud, teams, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import (
    ApiError,
    AuditAction,
    Forbidden,
    KeyState,
    KeyValidated,
    NotAllowedError,
    Permission,
    announce,
    gettext_noop,
    say,
)
from credentials.models import Account, Application, ConsumerKey
from credentials.onboarding.consent.outcome import bind_credential
from credentials.onboarding.live_keys import application_id_of, unbound_live_keys
from credentials.onboarding.proving import KeyTriple, prove_key
from credentials.ovhcloud import Credential, Details
from credentials.rights import rules_to_api


def adopt(
    account: Account,
    triple: KeyTriple,
    *,
    metadata: vault.EntryMetadata,
    manages: bool = False,
    actor: Actor,
) -> ConsumerKey:
    """Prove the triple at the account's endpoint, then keep what is not kept yet.

    A key of an account that is bound to no OVHcloud account is kept unconfirmed. Keydesk itself
    has nobody to ask: then the key binds the account. One that is bound to other addresses is kept
    where the account's live keys show it. ``manages`` makes it the management key, where it is
    validated at once. Raises ``ApiError`` with the cause (which of the three values is
    wrong), and ``NotAllowedError`` when the key is another account's or is stored already.
    """
    with teams.attempt_call(
        AuditAction.ENTRY_STORED,
        Permission.STORE_SECRETS,
        actor=actor,
        subject=audit.subject_of(account),
    ) as attempt:
        with attempt.started():
            pass
        credential, details = _proof(vault.believed_account(account), triple, actor=actor)
        with attempt.ended_by_parts():
            teams.guard_permission(Permission.STORE_SECRETS, actor=actor, subject=attempt.subject)
            locked = _bound(account, details.account, actor=actor)
            _guard_account(locked, details.account)
            application = _application(locked, triple, metadata=metadata, actor=actor)
            key = _keep(application, triple, (credential, details), metadata=metadata, actor=actor)
            if manages and key.state == KeyState.VALIDATED:
                vault.choose_management_key(account, key, actor=actor)
            return key


def _proof(account: Account, triple: KeyTriple, *, actor: Actor) -> tuple[Credential, Details]:
    """What OVHcloud says of the key: by itself, or in the list where it is not let in from here."""
    try:
        return prove_key(ovhcloud.endpoint_of(account), triple)
    except Forbidden:
        listed = _listed(account, triple, actor=actor)
        if listed is None:
            raise
        return listed, Details.of_account(account.nic)


def _listed(account: Account, triple: KeyTriple, *, actor: Actor) -> Credential | None:
    """The live key that the list vouches for: of its application the one key with addresses that
    no entry is. Where the stored application has another secret, nothing proves which is right."""
    stored = Application.objects.filter(
        account=account, application_key=triple.application_key
    ).first()
    if stored is not None and not _holds(stored, triple.application_secret):
        return None
    number = application_id_of(account, triple.application_key)
    if number is None or account.management_key is None:
        return None
    try:
        live = unbound_live_keys(account, number, actor=actor)
    except (ApiError, NotAllowedError):
        return None
    bound = [credential for credential in live if credential.allowed_ips]
    return bound[0] if len(bound) == 1 else None


def _holds(application: Application, secret: str) -> bool:
    holding = vault.entries_holding(secret, team=application.account.team)
    return holding.filter(pk=application.pk).exists()


def _bound(account: Account, nic: str, *, actor: Actor) -> Account:
    """The account, locked; bound to what the key told where no person is asked."""
    locked = vault.locked_account(account)
    if actor == SYSTEM and nic and not locked.nic:
        vault.bind_account(locked, nic, seen="", actor=actor)
        account.take_from(locked)
    return locked


def _guard_account(account: Account, nic: str) -> None:
    """Refuse a key of another OVHcloud account than the one the account is bound to."""
    if vault.state_by_binding(account, nic) is KeyState.FOREIGN:
        raise NotAllowedError(
            say(
                gettext_noop("This key belongs to the OVHcloud account %(nic)s, not to %(own)s."),
                nic=nic,
                own=account.nic,
            ),
            next_step=say(
                gettext_noop(
                    "Choose the account it belongs to, or add that account. Where %(own)s is not "
                    "right, the account's page changes it."
                ),
                own=account.nic,
            ),
        )


def _application(
    account: Account, triple: KeyTriple, *, metadata: vault.EntryMetadata, actor: Actor
) -> Application:
    """The stored application with this key, or a new one; a changed secret is a new version."""
    key, secret = triple.application_key, triple.application_secret
    stored = Application.objects.filter(account=account, application_key=key).first()
    if stored is None:
        return vault.store_application(
            account, metadata=metadata, application_key=key, secret=secret, actor=actor
        )
    if not _holds(stored, secret):
        vault.replace_secret(stored, secret, actor=actor)
    return stored


def _keep(
    application: Application,
    triple: KeyTriple,
    proof: tuple[Credential, Details],
    *,
    metadata: vault.EntryMetadata,
    actor: Actor,
) -> ConsumerKey:
    credential, details = proof
    key = vault.store_consumer_key(
        application,
        metadata=metadata,
        secret=triple.consumer_key,
        state=vault.state_by_binding(application.account, details.account),
        rules=rules_to_api(credential.rules),
        allowed_ips=list(credential.allowed_ips or ()),
        actor=actor,
    )
    key.are_addresses_known = not credential.has_unread_addresses
    bind_credential(key, credential, nic=details.account, local_user=details.user)
    key.save()
    if key.state == KeyState.VALIDATED:
        announce(KeyValidated(key.pk))
    return key
