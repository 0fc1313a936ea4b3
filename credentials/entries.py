"""Vault entries as people handle them: take one in, replace its secret, put it away.

What is kept already is said, not kept twice. Sealing and opening are the vault's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Now
from django.utils import timezone

from credentials import audit, instance, vault
from credentials.audit import Actor
from credentials.enums import AuditAction, EntryKind, KeyState
from credentials.errors import NotAllowedError
from credentials.models import (
    Account,
    Application,
    Entry,
    LiveApplication,
    LiveClient,
    SecretVersion,
)
from credentials.sentences import gettext_noop, say

DEAD, GONE = "dead", "gone"


def store_application(
    account: Account, *, application_key: str, secret: str, card: vault.Card, actor: Actor
) -> Application:
    """Keep an application that is not kept yet. Raises ``NotAllowedError`` naming what is."""
    with _on_record(AuditAction.ENTRY_STORED, account, actor=actor):
        locked = _locked(account)
        _guard_known(application_key, locked)
        _guard_elsewhere(secret, locked)
        return vault.store_application(
            locked, card=card, application_key=application_key, secret=secret, actor=actor
        )


def replace(entry: Entry, secret: str, *, actor: Actor) -> SecretVersion:
    """Keep a new version. Raises ``NotAllowedError`` saying where the same value is kept."""
    with _on_record(AuditAction.SECRET_REPLACED, entry, actor=actor):
        account = _locked(entry.account)
        _guard_same(entry, secret)
        _guard_elsewhere(secret, account)
        return vault.replace(entry, secret, actor=actor)


def archive(entry: Entry, *, actor: Actor) -> None:
    """Take an entry out of the lists; its secret stays sealed, and its history stays."""
    _put(entry, archived=True, actor=actor)


def restore(entry: Entry, *, actor: Actor) -> None:
    """Bring an archived entry back into the lists."""
    _put(entry, archived=False, actor=actor)


def state() -> Case:
    """To annotate entries with: a key's own state, ``dead`` or ``gone`` at OVHcloud, else empty."""
    key = Q(kind=EntryKind.CONSUMER_KEY)
    validated = key & Q(as_consumer_key__state=KeyState.VALIDATED)
    late = Q(as_consumer_key__expires_at__lte=Now())
    unanswered = key & Q(
        as_consumer_key__state=KeyState.PENDING, as_consumer_key__request__expires_at__lte=Now()
    )
    own_dead = _dead("as_application__application_id")
    key_dead = _dead("as_consumer_key__application__application_id")
    return Case(
        When(validated & Exists(key_dead), then=Value(DEAD)),
        When(validated & late, then=Value(KeyState.EXPIRED.value)),
        When(unanswered, then=Value(KeyState.ABANDONED.value)),
        When(key, then=F("as_consumer_key__state")),
        When(Exists(own_dead), then=Value(DEAD)),
        When(Exists(_gone_client()), then=Value(GONE)),
        default=Value(""),
        output_field=CharField(),
    )


def requestable(accounts: QuerySet[Account]) -> QuerySet[Application]:
    """The applications that a key can be asked of: kept, and not deleted at OVHcloud, as far as
    was read."""
    stored = Application.objects.filter(account__in=accounts, archived_at=None)
    return stored.exclude(Exists(_dead("application_id")))


def _dead(application_id: str) -> QuerySet[LiveApplication]:
    return LiveApplication.objects.filter(
        account=OuterRef("account"), application_id=OuterRef(application_id), is_dead=True
    )


def _gone_client() -> QuerySet[LiveClient]:
    return LiveClient.objects.filter(
        account=OuterRef("account"), client_id=OuterRef("as_service_account__client_id")
    ).exclude(gone_at=None)


@contextmanager
def _on_record(action: AuditAction, thing: Account | Entry, *, actor: Actor) -> Iterator[None]:
    """One transaction; what it refuses is in the log all the same."""
    with (
        audit.failures_recorded(action, actor=actor, subject=audit.subject_of(thing)),
        transaction.atomic(),
    ):
        yield


def _locked(account: Account) -> Account:
    """The account, one writer at a time: of two that store the same value, one finds it."""
    return Account.objects.select_for_update(of=("self",)).select_related("team").get(pk=account.pk)


def _guard_known(application_key: str, account: Account) -> None:
    known = Application.objects.filter(
        account__team=account.team, application_key=application_key
    ).first()
    if known is not None:
        raise NotAllowedError(
            say(gettext_noop("This application key is stored already, as %(label)s."), label=known),
            next_step=say(gettext_noop("Open that entry to replace its secret.")),
        )


def _guard_same(entry: Entry, secret: str) -> None:
    same = entry.versions.filter(blind_index=instance.index(secret)).first()
    if same is not None:
        raise NotAllowedError(
            say(
                gettext_noop("Version %(number)s of %(label)s is this very value."),
                number=same.number,
                label=entry.label,
            ),
            next_step=say(gettext_noop("Nothing was changed. Paste the new value.")),
        )


def _guard_elsewhere(secret: str, account: Account) -> None:
    holder = vault.holding(secret, team=account.team).first()
    if holder is not None:
        raise NotAllowedError(
            say(gettext_noop("This secret is stored already, in %(label)s."), label=holder),
            next_step=say(gettext_noop("Check that the right value was copied.")),
        )


@transaction.atomic
def _put(entry: Entry, *, archived: bool, actor: Actor) -> None:
    when = timezone.now() if archived else None
    Entry.objects.filter(pk=entry.pk).update(archived_at=when)
    audit.record(
        AuditAction.ENTRY_CHANGED,
        actor=actor,
        subject=audit.subject_of(entry),
        details={"archived": archived},
    )
