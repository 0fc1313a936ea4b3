"""How fresh what we know of each account is, and what kept it from being fresher or complete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from credentials.core import Sentence, SyncState, gettext_noop, say
from credentials.live import sync
from credentials.models import Account, ProcessBeat, Sync

#: A worker that is there takes up a reading sooner than this.
_PATIENCE = timedelta(seconds=30)
_NO_WORKER = say(
    gettext_noop("No worker has taken this up yet. Start one on the server: manage.py db_worker")
)
_BUSY = say(gettext_noop("The worker is busy with other work; this reading waits for its turn."))
_KILLED = say(gettext_noop("The reading ended without a word: its worker was stopped."))


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """``latest`` is the newest sync, ``read_at`` when the last whole reading ended."""

    account: Account
    latest: Sync | None
    read_at: datetime | None

    @property
    def is_under_way(self) -> bool:
        """Whether a worker reads, or is to."""
        is_open = self.latest is not None and self.latest.ended_at is None
        return is_open and not self.is_cut_off

    @property
    def is_cut_off(self) -> bool:
        """Whether the reading is still marked as open although its worker is gone."""
        return self.latest is not None and sync.is_silent(self.latest)

    @property
    def is_untried(self) -> bool:
        """Whether nobody has read the account yet, and a reading could."""
        return self.latest is None and self.account.management_key_id is not None

    @property
    def causes(self) -> list[Sentence]:
        """Why the newest reading is late, failed or partial; empty when it is none of these."""
        if self.latest is None:
            return []
        if self.is_cut_off:
            return [_KILLED]
        waits = timezone.now() - self.latest.created_at
        if self.latest.state == SyncState.QUEUED:
            return [_why_not_started()] if waits > _PATIENCE else []
        return [cause for cause in (self.latest.cause, *self.latest.notes) if cause]


def _why_not_started() -> Sentence:
    return _BUSY if ProcessBeat.objects.live_workers().exists() else _NO_WORKER


def sync_statuses(accounts: QuerySet[Account]) -> list[SyncStatus]:
    """A reading for each account, in two queries."""
    newest = Sync.objects.filter(account=OuterRef("pk")).order_by("-created_at")
    with_syncs = accounts.annotate(
        newest_sync=Subquery(newest.values("pk")[:1]),
        last_read_at=Max("syncs__ended_at", filter=Q(syncs__state=SyncState.DONE)),
    )
    syncs = Sync.objects.in_bulk(
        [account.newest_sync for account in with_syncs if account.newest_sync]
    )
    return [
        SyncStatus(account, syncs.get(account.newest_sync), account.last_read_at)
        for account in with_syncs
    ]
