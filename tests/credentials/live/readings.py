"""Readings in some state, and what is said of the newest one."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from credentials import live
from credentials.core import SyncState
from credentials.models import Account, ProcessBeat, Sync


def causes(account: Account) -> str:
    """What is said of the newest reading; every sentence of it is kept by its code."""
    (reading,) = live.sync_statuses(Account.objects.filter(pk=account.pk))
    packed = [row.trouble for row in account.live_credentials.all()]
    for row in account.syncs.all():
        packed += [row.trouble, *row.remarks]
    assert [sentence for sentence in packed if sentence and "code" not in sentence] == []
    return " ".join(str(cause) for cause in reading.causes)


def queued(account: Account, *, age: timedelta = timedelta()) -> Sync:
    waiting = Sync.objects.create(account=account, state=SyncState.QUEUED)
    Sync.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - age)
    return waiting


def running(account: Account, *, silent_for: timedelta = timedelta()) -> Sync:
    beat = timezone.now() - silent_for
    return Sync.objects.create(account=account, state=SyncState.RUNNING, beat_at=beat)


def beaten() -> None:
    """A worker is there."""
    now = timezone.now()
    ProcessBeat.objects.create(name="worker-1", is_worker=True, is_busy=True, beat_at=now)
