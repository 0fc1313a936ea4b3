"""A new value of a secret that is kept: tried at OVHcloud before it is stored.

A consumer key's rules, addresses and end belong to its value, so they are taken over with it.
"""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from credentials import audit, ovhcloud, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    KeyState,
    NotAllowedError,
    Permission,
    gettext_noop,
    say,
)
from credentials.models import (
    Account,
    Application,
    ConsumerKey,
    Entry,
    ServiceAccount,
    whole_entry,
)
from credentials.onboarding.consent.outcome import bind_credential
from credentials.onboarding.proving import KeyTriple, prove_client, prove_key
from credentials.ovhcloud import Credential, Details

_PURPOSE = "new value"


@sensitive_variables("secret")
def store_new_value(entry: Entry, secret: str, *, actor: Actor) -> bool:
    """Try the value by a call with it, and keep it as the newest version; whether it was tried.

    The secret of an application is tried together with a key of it: without one that the vault
    keeps and that is validated, there is nothing to try. Raises ``ApiError`` with the cause where
    OVHcloud does not take the value, and ``NotAllowedError`` for one of another account, as
    ``vault.replace_secret``; then nothing is kept.
    """
    whole, subject = whole_entry(entry), audit.subject_of(entry)
    with teams.attempt_call(
        AuditAction.SECRET_REPLACED, Permission.STORE_SECRETS, actor=actor, subject=subject
    ) as attempt:
        with attempt.started():
            account = vault.believed_account(entry.account)
            vault.guard_new_value(entry, secret)
        proof = _proof(whole, account, secret, actor=actor)
        with attempt.ended_by_parts():
            vault.replace_secret(entry, secret, actor=actor)
            if isinstance(whole, ConsumerKey) and proof is not None:
                _take_over(whole, *proof)
    return proof is not None or isinstance(whole, ServiceAccount)


@sensitive_variables("secret")
def _proof(
    whole: Entry, account: Account, secret: str, *, actor: Actor
) -> tuple[Credential, Details] | None:
    """What OVHcloud says to a call with the value; None where there is no such call, or it says no
    more than whose it is."""
    endpoint = ovhcloud.endpoint_of(account)
    if isinstance(whole, ServiceAccount):
        _guard_account(account, prove_client(endpoint, whole.client_id, secret))
        return None
    triple = _triple(whole, secret, actor=actor)
    if triple is None:
        return None
    credential, details = prove_key(endpoint, triple)
    _guard_account(account, details.account)
    return credential, details


@sensitive_variables("secret")
def _triple(whole: Entry, secret: str, *, actor: Actor) -> KeyTriple | None:
    if isinstance(whole, ConsumerKey):
        application = whole.application
        kept = vault.use(application, actor=actor, purpose=_PURPOSE).expose()
        return KeyTriple(
            application_key=application.application_key,
            application_secret=kept,
            consumer_key=secret,
        )
    key = _key_of(whole) if isinstance(whole, Application) else None
    if key is None:
        return None
    return KeyTriple(
        application_key=key.application.application_key,
        application_secret=secret,
        consumer_key=vault.use(key, actor=actor, purpose=_PURPOSE).expose(),
    )


def _key_of(application: Application) -> ConsumerKey | None:
    """A key that the value can be tried with: the newest that lets itself be used from anywhere."""
    validated = ConsumerKey.objects.filter(
        application=application, state=KeyState.VALIDATED, archived_at=None
    ).select_related("application", "account__team")
    keys = validated.order_by("-created_at", "pk")
    return next((key for key in keys if not key.allowed_ips), None) or keys.first()


def _guard_account(account: Account, nic: str) -> None:
    if account.nic and nic and nic != account.nic:
        raise NotAllowedError(
            say(
                gettext_noop("This value belongs to the OVHcloud account %(nic)s, not to %(own)s."),
                nic=nic,
                own=account.nic,
            ),
            next_step=say(gettext_noop("Store it as an entry of the account it belongs to.")),
        )


def _take_over(key: ConsumerKey, credential: Credential, details: Details) -> None:
    bind_credential(key, credential, nic=details.account, local_user=details.user)
    key.state = vault.state_by_binding(key.account, details.account)
    key.save()
