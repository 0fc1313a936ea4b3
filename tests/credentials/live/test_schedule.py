from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from credentials import live, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, SyncInterval, SyncState
from credentials.live import schedule
from credentials.models import Account, AuditEntry, ConsumerKey, Sync

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("tasks_wait")


@pytest.fixture
def scheduled(account: Account, consumer_key: ConsumerKey) -> Account:
    """An account with a management key."""
    account.management_key = consumer_key
    account.save(update_fields=["management_key"])
    return account


def due_again(account: Account) -> timedelta:
    """Have the clock look; after how long it reads the account again."""
    live.start_due_syncs()
    account.refresh_from_db()
    assert account.next_sync_at is not None
    return account.next_sync_at - timezone.now()


def test_each_account_is_read_once_a_turn_and_its_next_turn_is_later(scheduled: Account) -> None:
    for _ in range(2):
        wait = due_again(scheduled)
        assert HOUR - timedelta(minutes=1) < wait <= 1.1 * HOUR
        assert scheduled.syncs.filter(state=SyncState.QUEUED).count() == 1
    Sync.objects.update(state=SyncState.DONE)
    Account.objects.update(next_sync_at=timezone.now() - timedelta(seconds=1))
    due_again(scheduled)
    assert scheduled.syncs.count() == 2


def test_of_workers_that_look_at_once_one_reads(scheduled: Account) -> None:
    as_found = [Account.objects.get(pk=scheduled.pk) for _ in range(2)]
    now = timezone.now()
    assert [schedule._is_claimed(account, now) for account in as_found] == [True, False]


def test_how_often_an_account_is_read_is_its_own_or_the_setting(
    scheduled: Account, settings: Settings
) -> None:
    for as_set, own, hours in (
        ("six-hours", SyncInterval.AS_SET, 6),
        ("six-hours", SyncInterval.HOURLY, 1),
        ("off", SyncInterval.DAILY, 24),
    ):
        settings.KEYDESK_SYNC_EVERY = as_set
        Account.objects.update(sync_interval=own, next_sync_at=None)
        assert hours * HOUR - HOUR / 60 < due_again(scheduled) <= 1.1 * hours * HOUR


@pytest.mark.parametrize(("as_set", "own"), [("off", ""), ("hourly", "off")])
def test_an_account_that_is_read_only_when_asked_is_left_alone(
    scheduled: Account, settings: Settings, as_set: str, own: str
) -> None:
    settings.KEYDESK_SYNC_EVERY = as_set
    Account.objects.update(sync_interval=own)
    live.start_due_syncs()
    assert not Sync.objects.exists()


def test_an_account_without_a_management_key_is_left_alone(account: Account) -> None:
    live.start_due_syncs()
    assert not Sync.objects.exists()
    assert not AuditEntry.objects.filter(action=AuditAction.ACCOUNT_SYNCED).exists()


def test_an_account_read_at_another_interval_is_read_soon(scheduled: Account) -> None:
    due_again(scheduled)
    Sync.objects.update(state=SyncState.DONE)
    vault.change_account(
        scheduled, label=scheduled.label, interval=SyncInterval.DAILY, actor=SYSTEM
    )
    assert scheduled.next_sync_at is None
    assert due_again(scheduled) > 23 * HOUR


@pytest.mark.django_db(transaction=True)
def test_a_worker_looks_by_its_clock(scheduled: Account) -> None:
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    scheduled.refresh_from_db()
    assert scheduled.next_sync_at is not None
