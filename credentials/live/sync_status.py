"""How fresh what we know of each account is, and what kept it from being fresher or complete."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from credentials.core import Sentence, SyncState, gettext_noop, ngettext_noop, say
from credentials.live import sync_rows
from credentials.models import Account, ProcessBeat, Sync

#: A worker that is there takes up a reading sooner than this.
_PATIENCE = timedelta(seconds=30)
_NAMED = 3
_NO_WORKER = say(
    gettext_noop("No worker has taken this up yet. Start one on the server: manage.py db_worker")
)
_BUSY = say(gettext_noop("The worker is busy with other work; this reading waits for its turn."))
_BUSY_ELSEWHERE = ngettext_noop(
    "Workers read accounts of other teams; %(count)s reading goes first.",
    "Workers read accounts of other teams; %(count)s readings go first.",
    by="count",
)
_BUSY_WITH = ngettext_noop(
    "Workers read %(accounts)s; %(count)s reading goes before this one.",
    "Workers read %(accounts)s; %(count)s readings go before this one.",
    by="count",
)
_KILLED = say(gettext_noop("The reading ended without a word: its worker was stopped."))


class Workers:
    """What the workers do, looked up when it is first asked for."""

    @cached_property
    def are_there(self) -> bool:
        return ProcessBeat.objects.live_workers().exists()

    @cached_property
    def readings(self) -> list[Sync]:
        """The open readings, the oldest first."""
        rows = Sync.objects.filter(state__in=sync_rows.OPEN).select_related("account")
        return list(rows.order_by("created_at"))

    def why_it_waits(self, sync: Sync) -> Sentence | None:
        """Why a reading has not begun; None where it is too early to say."""
        under_way = [row for row in self.readings if row.state == SyncState.RUNNING]
        if self.are_there and under_way:
            return self._busy(sync, under_way)
        if timezone.now() - sync.created_at <= _PATIENCE:
            return None
        return _BUSY if self.are_there else _NO_WORKER

    def _busy(self, sync: Sync, under_way: list[Sync]) -> Sentence:
        """What workers read, as far as it is the team's to know, and the place in the queue."""
        waiting = [row for row in self.readings if row.state == SyncState.QUEUED]
        ahead = sum(row.created_at < sync.created_at for row in waiting)
        team = sync.account.team_id
        labels = [row.account.label for row in under_way if row.account.team_id == team]
        if not labels:
            return say(_BUSY_ELSEWHERE, count=ahead)
        return say(_BUSY_WITH, accounts=", ".join(labels[:_NAMED]), count=ahead)


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """``latest`` is the newest sync, ``read_at`` when the last whole reading ended."""

    account: Account
    latest: Sync | None
    read_at: datetime | None
    workers: Workers = field(default_factory=Workers)

    @property
    def is_under_way(self) -> bool:
        """Whether a worker reads, or is to."""
        is_open = self.latest is not None and self.latest.ended_at is None
        return is_open and not self.is_cut_off

    @property
    def is_cut_off(self) -> bool:
        """Whether the reading is still marked as open although its worker is gone."""
        return self.latest is not None and sync_rows.is_silent(self.latest)

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
        if self.latest.state == SyncState.QUEUED:
            cause = self.workers.why_it_waits(self.latest)
            return [cause] if cause else []
        return [cause for cause in (self.latest.cause, *self.latest.notes) if cause]


def sync_statuses(accounts: QuerySet[Account]) -> list[SyncStatus]:
    """A reading for each account, in two queries, and two more where one waits or is silent."""
    newest = Sync.objects.filter(account=OuterRef("pk")).order_by("-created_at")
    with_syncs = accounts.annotate(
        newest_sync=Subquery(newest.values("pk")[:1]),
        last_read_at=Max("syncs__ended_at", filter=Q(syncs__state=SyncState.DONE)),
    )
    newest_ids = [account.newest_sync for account in with_syncs if account.newest_sync]
    syncs, workers = Sync.objects.select_related("account").in_bulk(newest_ids), Workers()
    return [
        SyncStatus(account, syncs.get(account.newest_sync), account.last_read_at, workers)
        for account in with_syncs
    ]
