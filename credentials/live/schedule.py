"""Readings by the clock: which accounts are due, and when each is due again."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from credentials.audit import SYSTEM
from credentials.core import KeydeskError, KeyState, SyncInterval, SyncState
from credentials.live.sync import start_sync
from credentials.models import Account

_EVERY: Final = {
    SyncInterval.HOURLY: timedelta(hours=1),
    SyncInterval.SIX_HOURS: timedelta(hours=6),
    SyncInterval.DAILY: timedelta(days=1),
}
#: A reading of what changed misses what this one finds: new addresses of a key nobody uses.
_WHOLE_EVERY: Final = timedelta(days=1)
#: A reading comes later by up to this part of its interval, so that accounts take turns.
_JITTER: Final = 0.1


def interval_of(account: Account) -> SyncInterval:
    """How often the account is read: as it says itself, else as the setting does."""
    own = SyncInterval(account.sync_interval)
    return SyncInterval(settings.KEYDESK_SYNC_EVERY) if own is SyncInterval.AS_SET else own


def start_due_syncs() -> None:
    """Queue a reading of each account that is due; of workers that look at once, one does."""
    now = timezone.now()
    due = Account.objects.filter(Q(next_sync_at=None) | Q(next_sync_at__lte=now))
    readable = due.filter(management_key__state=KeyState.VALIDATED)
    for account in readable.select_related("team", "management_key"):
        with transaction.atomic():
            if _is_claimed(account, now):
                _start(account)


def _start(account: Account) -> None:
    """A refusal is in the log, and the account's turn comes again."""
    with suppress(KeydeskError):
        start_sync(account, actor=SYSTEM, is_whole=_is_whole_due(account))


def _is_whole_due(account: Account) -> bool:
    """Whether the account was not read whole for a day."""
    whole = account.syncs.filter(state=SyncState.DONE, is_whole=True)
    return not whole.filter(started_at__gt=timezone.now() - _WHOLE_EVERY).exists()


def _is_claimed(account: Account, now: datetime) -> bool:
    """Whether this process reads the account: its turn is as it was found, and is put off."""
    every = _EVERY.get(interval_of(account))
    if every is None:
        return False
    late = every * _JITTER * random.random()  # noqa: S311 -- spreads load, guards nothing
    mine = Account.objects.filter(pk=account.pk, next_sync_at=account.next_sync_at)
    return bool(mine.update(next_sync_at=now + every + late))
