"""From a draft to a job: confirmed by a person who saw what it holds, and stopped by one."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from credentials import audit, teams
from credentials.audit import Actor
from credentials.bulk.acts import ACTS
from credentials.bulk.digest import digest_of
from credentials.bulk.drafts import guard_draft
from credentials.bulk.run import run_job
from credentials.core import (
    AuditAction,
    BulkAction,
    BulkItemState,
    BulkState,
    NotAllowedError,
    Outcome,
    gettext_noop,
    say,
)
from credentials.models import BulkItem, BulkJob

_CHANGED: Final = gettext_noop("The selection is not the one that was shown. Nothing was done.")
_LOOK: Final = gettext_noop("Look at it again, then decide.")
_EMPTY: Final = gettext_noop("Nothing is selected that can be acted on.")
_OVER: Final = gettext_noop("The job is over already.")


def start_job(job: BulkJob, *, seen: str, actor: Actor) -> None:
    """Make a draft a job, and queue it. ``seen`` is ``digest_of`` the draft as it was shown.

    The task is queued in the transaction of the change: both are there, or neither. Raises
    ``NotAllowedError`` for a draft that changed since, holds nothing, or is not the actor's, and
    an actor whose role does not include it.
    """
    act = ACTS[BulkAction(job.action)]
    with teams.attempt(
        AuditAction.BULK_DONE, act.permission, actor=actor, subject=audit.subject_of(job)
    ) as attempt:
        draft = guard_draft(job, actor=actor)
        draft.count = _to_do(draft).count()
        draft.digest = digest_of(draft)
        _guard(draft, seen)
        attempt.details["count"] = draft.count
        attempt.outcome = Outcome.STARTED
        attempt.log()
        draft.state, draft.confirmed_at = BulkState.QUEUED, timezone.now()
        draft.save(update_fields=["state", "digest", "count", "confirmed_at"])
        run_job.enqueue(str(draft.pk))


def stop_job(job: BulkJob, *, actor: Actor) -> None:
    """End a job after the item that is being done; the others are skipped.

    Raises ``NotAllowedError`` for one that is over, and an actor whose role does not include it.
    """
    act = ACTS[BulkAction(job.action)]
    with teams.attempt(
        AuditAction.BULK_STOPPED, act.permission, actor=actor, subject=audit.subject_of(job)
    ) as attempt:
        under_way = BulkJob.objects.filter(
            pk=job.pk, state__in=(BulkState.QUEUED, BulkState.RUNNING)
        )
        if not under_way.update(state=BulkState.STOPPED, run=None, ended_at=timezone.now()):
            raise NotAllowedError(say(_OVER))
        waiting = job.items.filter(state=BulkItemState.WAITING)
        attempt.details["skipped"] = waiting.update(state=BulkItemState.SKIPPED)


def _guard(draft: BulkJob, seen: str) -> None:
    if draft.digest != seen:
        raise NotAllowedError(say(_CHANGED), next_step=say(_LOOK))
    if not draft.count:
        raise NotAllowedError(say(_EMPTY))


def _to_do(job: BulkJob) -> QuerySet[BulkItem]:
    return BulkItem.objects.filter(job=job).exclude(state=BulkItemState.EXCLUDED)
