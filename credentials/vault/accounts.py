"""Accounts: add, rename and delete one, and say how far its management key reaches."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from credentials import audit, ovhcloud, teams
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    HostFamily,
    NotAllowedError,
    Permission,
    SyncInterval,
    SyncState,
    gettext_noop,
    say,
)
from credentials.models import Account, Entry, LiveCredential, Sync, Team
from credentials.sealing import Key
from credentials.vault import seal_locations


def add_account(team: Team, *, label: str, endpoint: str, actor: Actor) -> Account:
    """A new account with a data key of its own.

    Raises ``EndpointError`` for no endpoint, and ``NotAllowedError`` for a label in use.
    """
    subject = audit.Subject("account", label=label, team_id=team.pk)
    with teams.attempt(
        AuditAction.ACCOUNT_CREATED, Permission.MANAGE_ACCOUNTS, actor=actor, subject=subject
    ) as attempt:
        ovhcloud.endpoint(endpoint)
        account = Account(id=uuid.uuid4(), team=team, label=label, endpoint=endpoint)
        account.data_key = seal_locations.wrapped(Key.generate(), account)
        with _own_label(label, team):
            account.save(force_insert=True)
        attempt.subject = audit.subject_of(account)
    return account


def change_account(
    account: Account,
    *,
    label: str,
    hosts: HostFamily | None = None,
    interval: SyncInterval | None = None,
    actor: Actor,
) -> None:
    """Give the account this label; call it by these hosts of its region, and read it so often.

    ``None`` leaves what it is. An account that is read at another interval is read soon. Only what
    changes is written, and is in the log. Raises ``NotAllowedError`` for a label in use.
    """
    subject, may = audit.subject_of(account), Permission.MANAGE_ACCOUNTS
    with teams.attempt(AuditAction.ACCOUNT_CHANGED, may, actor=actor, subject=subject) as attempt:
        locked = locked_account(account)
        if label != locked.label:
            attempt.details["label before"] = locked.label
        if hosts not in (None, locked.host_family):
            attempt.details |= {"hosts before": locked.host_family, "hosts": hosts}
        if interval not in (None, locked.sync_interval):
            attempt.details |= {"interval before": locked.sync_interval, "interval": interval}
            locked.sync_interval, locked.next_sync_at = interval, None
        if not attempt.details:
            return attempt.withdraw()
        locked.label, locked.host_family = label, hosts or locked.host_family
        attempt.subject = audit.subject_of(locked)
        attempt.log()
        with _own_label(label, account.team):
            locked.save(update_fields=["label", "host_family", "sync_interval", "next_sync_at"])
        account.take_from(locked, "label", "sync_interval", "next_sync_at")
    return None


def delete_account(account: Account, *, actor: Actor) -> None:
    """Delete an account with what was read of it; one that ever kept a secret stays."""
    with teams.attempt(
        AuditAction.ACCOUNT_DELETED,
        Permission.MANAGE_PEOPLE,
        actor=actor,
        subject=audit.subject_of(account),
    ):
        locked = Account.objects.select_for_update().get(pk=account.pk)
        guard_account_is_empty(locked)
        locked.delete()


def locked_account(account: Account) -> Account:
    """The account, one writer at a time: of two that store the same value, one comes first.

    Raises ``RowChangedOutside`` as ``believed_account``.
    """
    accounts = Account.objects.select_for_update(of=("self",), no_key=True)
    return _believed(accounts.select_related("team").get(pk=account.pk))


def believed_account(account: Account) -> Account:
    """The account as it is stored now, with its team and its management key.

    Raises ``RowChangedOutside`` where Keydesk did not write it, or its team, as they stand: they
    say which key is used, and where.
    """
    accounts = Account.objects.select_related("team", "management_key__application")
    return _believed(accounts.get(pk=account.pk))


def _believed(account: Account) -> Account:
    audit.guard_holds(account, account.team)
    return account


def guard_account_is_empty(account: Account) -> None:
    """Raises ``NotAllowedError`` while the vault holds entries of the account."""
    count = account.entries.count()
    if count:
        raise NotAllowedError(
            say(
                gettext_noop("The vault holds entries of %(account)s (%(count)s)."),
                account=account,
                count=count,
            ),
            next_step=say(
                gettext_noop(
                    "Entries stay, so that it can be told who saw what. Destroy their secrets and "
                    "archive them instead."
                )
            ),
        )


def with_counts(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """The accounts with ``entry_count``, ``live_count`` and ``read_at``, to show and to sort by."""
    whole = Sync.objects.filter(account=OuterRef("pk"), state=SyncState.DONE)
    return accounts.annotate(
        entry_count=_count(Entry.objects.filter(archived_at=None)),
        live_count=_count(LiveCredential.objects.filter(gone_at=None)),
        read_at=Subquery(whole.order_by("-ended_at").values("ended_at")[:1]),
    )


def _count(rows: QuerySet[Entry] | QuerySet[LiveCredential]) -> Coalesce:
    """How many of the rows belong to the account, without joining one count to another."""
    own = rows.filter(account=OuterRef("pk")).order_by().values("account")
    return Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0)


@contextmanager
def _own_label(label: str, team: Team) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise NotAllowedError(
            say(
                gettext_noop("%(team)s has an account called “%(label)s” already."),
                team=team,
                label=label,
            ),
            next_step=say(gettext_noop("Choose another label.")),
        ) from None
