"""The row of a reading: who may write it, how it ends, and what becomes of one whose worker ended.

A reading goes on where it was: what it read before is marked by its beginning. Each try has a
number, so that a worker that was taken for dead writes nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from credentials.core import Sentence, SyncState, coded, gettext_noop, pack, say
from credentials.models import WORKER_SILENCE, ProcessBeat, Sync

OPEN: Final = (SyncState.QUEUED, SyncState.RUNNING)
#: A reading that ended its worker so often ends itself.
MOST_TRIES: Final = 5
#: A reading without a heartbeat for so long goes on elsewhere, whatever its worker says.
_LOST_AFTER: Final = timedelta(minutes=2)
KILLED: Final = say(
    coded(
        "sync.killed",
        gettext_noop("The last reading ended without a word: its worker was stopped."),
    )
)
#: Readings of earlier versions say it.
coded("sync.unclaimed", gettext_noop("No worker took up the last reading."))


class TakenOver(Exception):
    """This reading goes on elsewhere, or was ended, and may not write any more."""


def claimed(sync_id: str) -> Sync | None:
    """The waiting reading, which this process reads now; None where another one does."""
    now = timezone.now()
    waiting = Sync.objects.filter(pk=sync_id, state=SyncState.QUEUED)
    begun = Coalesce("started_at", now)
    changes = {"started_at": begun, "beat_at": now, "tries": F("tries") + 1, "remarks": []}
    if not waiting.update(state=SyncState.RUNNING, **changes):
        return None
    return Sync.objects.select_related("account__team", "account__management_key").get(pk=sync_id)


def beat(sync: Sync) -> None:
    """Write down how far it is. Raises ``TakenOver``."""
    sync.beat_at = timezone.now()
    names = ("done", "total", "calls", "next_call_at", "beat_at", "remarks", "is_whole")
    if not _own(sync).update(**{name: getattr(sync, name) for name in names}):
        raise TakenOver


def end(sync: Sync, state: SyncState, sentences: Sequence[Sentence] = ()) -> bool:
    """Close a reading, unless it was closed, or goes on elsewhere.

    ``sentences`` are the cause, then what to do.
    """
    cause, *advice = map(pack, sentences) if sentences else [{}]
    changes = {
        "state": state,
        "ended_at": timezone.now(),
        "trouble": cause,
        "remarks": [*advice, *sync.remarks],
    }
    for name, value in changes.items():
        setattr(sync, name, value)
    return bool(_own(sync).update(**changes))


def put_back(sync: Sync) -> bool:
    """Have a reading whose worker ended wait for the next one; whether this process did it.

    One that ended its workers too often has failed.
    """
    if sync.tries >= MOST_TRIES:
        end(sync, SyncState.FAILED, [KILLED])
        return False
    return bool(_own(sync).update(state=SyncState.QUEUED, beat_at=timezone.now()))


def is_asked_for_again(sync: Sync) -> bool:
    """Whether a reading has waited for so long that its task may be lost; said once a while."""
    late = timezone.now() - _LOST_AFTER
    asked = Coalesce("beat_at", "created_at")
    waiting = Sync.objects.alias(asked=asked).filter(pk=sync.pk, state=SyncState.QUEUED)
    return bool(waiting.filter(asked__lt=late).update(beat_at=timezone.now()))


def is_silent(sync: Sync) -> bool:
    """Whether a reading under way has no heartbeats: its worker has ended, or is about to.

    Where another worker lives it lets the reading go on, before long.
    """
    if sync.state != SyncState.RUNNING:
        return False
    silence = timezone.now() - (sync.beat_at or sync.created_at)
    if silence <= WORKER_SILENCE:
        return False
    return silence > _LOST_AFTER or not ProcessBeat.objects.live_workers().exists()


def _own(sync: Sync) -> QuerySet[Sync]:
    """The row, as long as this is the try that it is in."""
    return Sync.objects.filter(pk=sync.pk, state__in=OPEN, tries=sync.tries)
