"""Storing: accounts, entries and versions of their secrets. Each verb is atomic and audited."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from credentials import audit, conf, instance
from credentials.audit import Actor
from credentials.enums import AuditAction, EntryKind, KeyState
from credentials.errors import NotAllowedError
from credentials.keyring import Key
from credentials.models import (
    Account,
    Application,
    ConsumerKey,
    Entry,
    SecretVersion,
    ServiceAccount,
    Team,
)
from credentials.sentences import gettext_noop, say
from credentials.vault import places
from credentials.vault.cards import Card

_Stored = TypeVar("_Stored", Application, ConsumerKey, ServiceAccount)


@transaction.atomic
def open_account(team: Team, *, label: str, endpoint: str, actor: Actor) -> Account:
    """A new account with a data key of its own. Raises ``EndpointError`` for no endpoint."""
    conf.endpoint(endpoint)
    account = Account(id=uuid.uuid4(), team=team, label=label, endpoint=endpoint)
    account.data_key = places.wrapped(Key.generate(), account)
    account.save(force_insert=True)
    audit.record(AuditAction.ACCOUNT_CREATED, actor=actor, subject=audit.subject_of(account))
    return account


@sensitive_variables("secret")
@transaction.atomic
def store_application(
    account: Account, *, card: Card, application_key: str, secret: str, actor: Actor
) -> Application:
    """Keep an application: the key in clear, the secret sealed."""
    entry = Application(
        account=account,
        kind=EntryKind.APPLICATION,
        application_key=application_key,
        **card.columns(),
    )
    return _store(entry, secret, actor)


@sensitive_variables("secret")
@transaction.atomic
def store_consumer_key(
    application: Application,
    *,
    card: Card,
    secret: str,
    state: KeyState,
    rules: list[dict[str, str]],
    allowed_ips: list[str],
    actor: Actor,
) -> ConsumerKey:
    """Keep a consumer key of a stored application, sealed, in the state it is in."""
    entry = ConsumerKey(
        account=application.account,
        kind=EntryKind.CONSUMER_KEY,
        application=application,
        state=state,
        rules=rules,
        allowed_ips=allowed_ips,
        **card.columns(),
    )
    return _store(entry, secret, actor)


@sensitive_variables("secret")
@transaction.atomic
def store_service_account(
    account: Account,
    *,
    card: Card,
    client_id: str,
    secret: str,
    actor: Actor,
    identity: str = "",
    description: str = "",
) -> ServiceAccount:
    """Keep a service account: the client id in clear, the client secret sealed."""
    entry = ServiceAccount(
        account=account,
        kind=EntryKind.SERVICE_ACCOUNT,
        client_id=client_id,
        identity=identity,
        description=description,
        **card.columns(),
    )
    return _store(entry, secret, actor)


@sensitive_variables("secret")
@transaction.atomic
def replace(entry: Entry, secret: str, *, actor: Actor) -> SecretVersion:
    """Keep a new version of the secret; the one before stays sealed until it is forgotten."""
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    newest = entry.versions.aggregate(number=Max("number"))["number"] or 0
    version = _seal_version(entry, secret, number=newest + 1, actor=actor)
    _log(AuditAction.SECRET_REPLACED, entry, actor=actor, version=version.number)
    return version


def forget(entry: Entry, number: int, *, actor: Actor) -> SecretVersion:
    """Destroy the sealed value of one version for good; its row stays as history."""
    action, subject = AuditAction.SECRET_FORGOTTEN, audit.subject_of(entry)
    with (
        audit.failures_recorded(action, actor=actor, subject=subject),
        transaction.atomic(),
    ):
        return _forget(entry, number, actor=actor)


@transaction.atomic
def relabel(entry: Entry, card: Card, *, actor: Actor) -> None:
    """Change what is written on an entry."""
    Entry.objects.filter(pk=entry.pk).update(**card.columns())
    _log(AuditAction.ENTRY_CHANGED, entry, actor=actor)


def _forget(entry: Entry, number: int, *, actor: Actor) -> SecretVersion:
    version = entry.versions.select_for_update().filter(number=number).first()
    if version is None or version.forgotten_at is not None:
        raise NotAllowedError(
            say(gettext_noop("Version %(number)s holds nothing any more."), number=number)
        )
    _log(AuditAction.SECRET_FORGOTTEN, entry, actor=actor, version=number)
    version.token = version.blind_index = ""
    version.forgotten_at = timezone.now()
    version.save(update_fields=["token", "blind_index", "forgotten_at"])
    return version


def _store(entry: _Stored, secret: str, actor: Actor) -> _Stored:
    entry.save(force_insert=True)
    _seal_version(entry, secret, number=1, actor=actor)
    _log(AuditAction.ENTRY_STORED, entry, actor=actor, version=1)
    return entry


@sensitive_variables("secret")
def _seal_version(entry: Entry, secret: str, *, number: int, actor: Actor) -> SecretVersion:
    return SecretVersion.objects.create(
        entry_id=entry.pk,
        number=number,
        token=places.data_key(entry.account).seal(secret, places.binding(entry, number)),
        blind_index=instance.index(secret),
        created_by_id=actor.person_id,
    )


def _log(action: AuditAction, entry: Entry, *, actor: Actor, version: int | None = None) -> None:
    details: dict[str, audit.Detail] = {} if version is None else {"version": version}
    audit.record(action, actor=actor, subject=audit.subject_of(entry), details=details)
