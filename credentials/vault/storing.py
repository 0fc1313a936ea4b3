"""Storing: applications, consumer keys and service accounts, each with its secret sealed.

Each verb is atomic and audited, and stores nothing twice: whoever stores the same at the same
moment waits for the account, and is told. ``permission`` is what the actor's role has to allow;
none is for a caller who looked at it, and at the owner, before OVHcloud made what is stored here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.views.decorators.debug import sensitive_variables

from credentials import audit, teams
from credentials.audit import Actor
from credentials.core import AuditAction, EntryKind, KeyState, Permission, SecretStored, announce
from credentials.models import Account, Application, ConsumerKey, Entry, ServiceAccount, entry_model
from credentials.vault import duplicates
from credentials.vault.accounts import locked_account
from credentials.vault.entry_metadata import EntryMetadata
from credentials.vault.seal_locations import seal_version
from credentials.vault.usages import UsageLine, write_usage

_Stored = TypeVar("_Stored", bound=Entry)


@sensitive_variables("secret")
def store_entry(
    kind: EntryKind,
    account: Account,
    *,
    metadata: EntryMetadata,
    columns: Mapping[str, str],
    secret: str,
    actor: Actor,
) -> Entry:
    """Store an entry of any kind: ``columns`` are its own, in clear; the secret is sealed.

    Raises ``NotAllowedError`` naming the entry that has the columns or the secret.
    """
    entry = entry_model(kind)(account=account, **columns, **metadata.columns())
    return _store(entry, secret, Permission.STORE_SECRETS, actor=actor)


@sensitive_variables("secret")
def store_application(
    account: Account,
    *,
    metadata: EntryMetadata,
    application_key: str,
    secret: str,
    actor: Actor,
) -> Application:
    """Store an application: the key in clear, the secret sealed.

    Raises ``NotAllowedError`` naming the entry that has the key or the secret.
    """
    entry = Application(account=account, application_key=application_key, **metadata.columns())
    return _store(entry, secret, Permission.STORE_SECRETS, actor=actor)


@sensitive_variables("secret")
def store_consumer_key(
    application: Application,
    *,
    metadata: EntryMetadata,
    secret: str,
    state: KeyState,
    rules: list[dict[str, str]],
    allowed_ips: list[str],
    actor: Actor,
    permission: Permission | None = Permission.STORE_SECRETS,
) -> ConsumerKey:
    """Store a consumer key of a stored application, sealed, in the state it is in.

    Raises ``NotAllowedError`` naming the entry that has it.
    """
    entry = ConsumerKey(
        account=application.account,
        application=application,
        state=state,
        rules=rules,
        allowed_ips=allowed_ips,
        **metadata.columns(),
    )
    return _store(entry, secret, permission, actor=actor)


@sensitive_variables("secret")
def store_service_account(
    account: Account,
    *,
    metadata: EntryMetadata,
    client_id: str,
    secret: str,
    actor: Actor,
    identity: str = "",
    description: str = "",
    permission: Permission | None = Permission.STORE_SECRETS,
) -> ServiceAccount:
    """Store a service account: the client id in clear, the client secret sealed.

    Raises ``NotAllowedError`` naming the entry that has the id or the secret.
    """
    entry = ServiceAccount(
        account=account,
        client_id=client_id,
        identity=identity,
        description=description,
        **metadata.columns(),
    )
    return _store(entry, secret, permission, actor=actor)


@sensitive_variables("secret")
def guard_new_service_account(account: Account, *, client_id: str, secret: str) -> None:
    """Raises ``NotAllowedError`` where the client, or its secret, is stored already."""
    duplicates.guard_new(ServiceAccount(account=account, client_id=client_id), secret)


@sensitive_variables("secret")
def _store(entry: _Stored, secret: str, permission: Permission | None, *, actor: Actor) -> _Stored:
    action, subject = AuditAction.ENTRY_STORED, audit.subject_of(entry.account)
    with teams.attempt(action, permission, actor=actor, subject=subject) as attempt:
        if permission is not None and entry.owner is not None:
            audit.guard_person(entry.owner)
        locked_account(entry.account)
        duplicates.guard_new(entry, secret)
        entry.kind, entry.ovhcloud_id = entry.about.kind, _ovhcloud_id(entry)
        entry.save(force_insert=True)
        if entry.used_by:
            write_usage(entry, UsageLine(place=entry.used_by))
        seal_version(entry, secret, number=1, actor=actor)
        attempt.subject, attempt.details = audit.subject_of(entry), {"version": 1}
        announce(SecretStored(entry.pk, 1))
    return entry


def _ovhcloud_id(entry: Entry) -> str:
    """The first of the clear columns that a tool needs; a consumer key gets its own once bound."""
    return getattr(entry, entry.about.exported[0]) if entry.about.exported else ""
