"""The work of a job, in the background: one item after another, each by its own verb.

A job may be killed at any moment. Another run takes it up: what was being done then is looked at
before it is done again, and what was done is not. An item that fails stops no other.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from django.db import DatabaseError
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django_tasks import task

from credentials import audit, live, ovhcloud
from credentials.audit import Actor
from credentials.bulk.acts import ACTS
from credentials.bulk.digest import digest_of_numbers
from credentials.bulk.left_keys import note_left_keys
from credentials.core import (
    ApiError,
    AuditAction,
    BulkAction,
    BulkItemState,
    BulkOrigin,
    BulkState,
    KeydeskError,
    NotAllowedError,
    Outcome,
    RowChangedOutside,
    Sentence,
    coded,
    gettext_noop,
    in_batches,
    pack,
    say,
)
from credentials.live import Revoker
from credentials.models import Account, BulkItem, BulkJob

#: Items for which the management key is opened once.
_AT_ONCE: Final = 50
_LEFT: Final = (BulkItemState.WAITING, BulkItemState.DOING, BulkItemState.UNKNOWN)
_FAULT: Final = say(
    coded("bulk.fault", gettext_noop("Keydesk has a fault; its log says which. The rest was left."))
)


class _Numbered(NamedTuple):
    """An item as it was when the job's proof was looked at."""

    pk: int
    account_id: uuid.UUID
    number: int
    state: str


class _TakenOver(Exception):
    """The job was stopped, or another run works on it."""


@task()
def run_job(job_id: str) -> None:
    """The background work of one job; takes its id only. Of two workers, one finds work."""
    run = uuid.uuid4()
    queued = BulkJob.objects.filter(pk=uuid.UUID(job_id), state=BulkState.QUEUED)
    begun = Coalesce("started_at", Now())
    if not queued.update(state=BulkState.RUNNING, run=run, started_at=begun):
        return
    job = BulkJob.objects.select_related("team", "asked_by").get(pk=job_id)
    try:
        remark = _work(job, audit.actor_by_id(job.asked_by_id))
    except _TakenOver:
        return
    except DatabaseError:
        raise
    except KeydeskError as error:
        _end(job, BulkState.FAILED, error.sentence)
    except Exception:
        _end(job, BulkState.FAILED, _FAULT)
        raise
    else:
        _end(job, BulkState.DONE, remark)


def resume_job(job_id: str) -> None:
    """Queue a job again whose worker ended before it did."""
    running = BulkJob.objects.filter(pk=job_id, state=BulkState.RUNNING)
    if running.update(state=BulkState.QUEUED, run=None):
        run_job.enqueue(job_id)


def _work(job: BulkJob, actor: Actor) -> Sentence | None:
    """Everything once; then what OVHcloud left open, which is looked at first. What is to be said
    of the whole, where something is."""
    _pass(job, _proven_items(job), actor=actor)
    unknown = [item for item in _proven_items(job) if item.state == BulkItemState.UNKNOWN]
    _pass(job, unknown, actor=actor)
    if job.action == BulkAction.FREEZE_KEYS and job.origin == BulkOrigin.WHOLE:
        return note_left_keys(job, actor=actor)
    return None


def _proven_items(job: BulkJob) -> list[_Numbered]:
    """The items that are left. Raises ``RowChangedOutside`` for others than were confirmed."""
    audit.guard_holds(job)
    rows = BulkItem.objects.filter(job=job).exclude(state=BulkItemState.EXCLUDED)
    columns = rows.order_by("account_id", "number").values_list(*_Numbered._fields)
    items = [_Numbered(*column) for column in columns.iterator()]
    if digest_of_numbers(job, ((item.account_id, item.number) for item in items)) != job.digest:
        raise RowChangedOutside(str(job._meta.verbose_name))
    return [item for item in items if item.state in _LEFT]


def _pass(job: BulkJob, items: Sequence[_Numbered], *, actor: Actor) -> None:
    for account_id, own in groupby(items, key=lambda item: item.account_id):
        for batch in in_batches(own, _AT_ONCE):
            _do_batch(job, account_id, batch, actor=actor)


def _do_batch(
    job: BulkJob, account_id: uuid.UUID, items: Sequence[_Numbered], *, actor: Actor
) -> None:
    account = Account.objects.select_related("team", "management_key").get(pk=account_id)
    left = iter(items)
    try:
        limits = ovhcloud.limits()
        with live.revoker(account, actor=actor, purpose="bulk job", limits=limits) as by:
            for item in left:
                _do(job, item, actor=actor, by=by)
    except KeydeskError as error:
        _refuse_all(job, items, error)


def _do(job: BulkJob, item: _Numbered, *, actor: Actor, by: Revoker) -> None:
    _guard_ours(job)
    row = BulkItem(pk=item.pk, account_id=item.account_id, number=item.number)
    taken = BulkItem.objects.filter(pk=item.pk, state=item.state)
    if not taken.update(state=BulkItemState.DOING):
        return
    look_first = item.state != BulkItemState.WAITING
    try:
        act = ACTS[BulkAction(job.action)]
        answer = act.act(row, actor=actor, by=by, look_first=look_first)
    except KeydeskError as error:
        _write(item, _state_after(error), error.sentences)
    else:
        _write(item, BulkItemState.DONE, [answer])


def _state_after(error: KeydeskError) -> BulkItemState:
    if isinstance(error, NotAllowedError):
        return BulkItemState.REFUSED
    is_unknown = isinstance(error, ApiError) and error.is_outcome_unknown
    return BulkItemState.UNKNOWN if is_unknown else BulkItemState.FAILED


def _refuse_all(job: BulkJob, items: Sequence[_Numbered], error: KeydeskError) -> None:
    """The account's management key could not be opened: none of them was tried."""
    _guard_ours(job)
    for item in items:
        is_new = item.state == BulkItemState.WAITING
        state = _state_after(error) if is_new else BulkItemState.UNKNOWN
        _write(item, state, error.sentences)


def _write(item: _Numbered, state: BulkItemState, sentences: Sequence[Sentence]) -> None:
    BulkItem.objects.filter(pk=item.pk).update(
        state=state, remarks=[pack(sentence) for sentence in sentences], ended_at=timezone.now()
    )


def _guard_ours(job: BulkJob) -> None:
    if not BulkJob.objects.filter(pk=job.pk, state=BulkState.RUNNING, run=job.run).exists():
        raise _TakenOver


def _end(job: BulkJob, state: BulkState, trouble: Sentence | None = None) -> None:
    """Close the job, and log how it ended in the same transaction."""
    actor, subject = audit.actor_by_id(job.asked_by_id), audit.subject_of(job)
    with audit.attempt(AuditAction.BULK_DONE, actor=actor, subject=subject) as attempt:
        ours = BulkJob.objects.filter(pk=job.pk, state=BulkState.RUNNING, run=job.run)
        packed = pack(trouble) if trouble else {}
        if not ours.update(state=state, ended_at=timezone.now(), trouble=packed):
            return attempt.withdraw()
        job.items.filter(state=BulkItemState.WAITING).update(state=BulkItemState.SKIPPED)
        job.items.filter(state=BulkItemState.DOING).update(state=BulkItemState.UNKNOWN)
        attempt.outcome = Outcome.DONE if state == BulkState.DONE else Outcome.FAILED
        attempt.details.update(_counts(job))
    return None


def _counts(job: BulkJob) -> Iterator[tuple[str, int]]:
    """How many items ended how."""
    states = job.items.values_list("state", flat=True).order_by()
    yield from sorted(Counter(states).items())
