"""Reading an account: what OVHcloud says exists, brought into our tables.

A sync saves as it reads, so that a slow or limited OVHcloud still fills the page, and calls
nothing gone unless the whole list was read. One sync runs an account at a time; a second joins
it. While it works it gives signs of life; one that stops giving them was killed, and is replaced.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from credentials import audit, conf, live_rows, validation
from credentials.audit import Actor
from credentials.client import OvhClient
from credentials.enums import AuditAction, Outcome, SyncState
from credentials.errors import ApiError, KeydeskError, NotAllowedError
from credentials.models import Account, Person, Sync
from credentials.sentences import Sentence, gettext_noop, pack, say

#: How long a reading may give no sign of life, or wait for a worker before it is queued again.
SILENCE = timedelta(minutes=2)
_BEAT = timedelta(seconds=10)
_OPEN = (SyncState.QUEUED, SyncState.RUNNING)


def start(account: Account, *, person: Person | None) -> Sync:
    """Queue a reading of the account, or join the one under way."""
    if account.management_key is None:
        raise NotAllowedError(
            say(gettext_noop("%(account)s has no management key to read with."), account=account),
            next_step=say(gettext_noop("Choose one on the account's page, or make one.")),
        )
    under_way = account.syncs.filter(state__in=_OPEN).first()
    if under_way is None or _was_lost(under_way):
        return _queue(account, person)
    return under_way


def is_silent(sync: Sync) -> bool:
    """Whether a reading that is open stopped giving signs of life: its worker was killed."""
    if sync.state != SyncState.RUNNING:
        return False
    return sync.beat_at is None or timezone.now() - sync.beat_at > SILENCE


@task()
def run_sync(sync_id: str, person_id: int | None) -> None:
    """The background work of one sync; takes ids only. Of two workers, one finds work."""
    now = timezone.now()
    waiting = Sync.objects.filter(pk=uuid.UUID(sync_id), state=SyncState.QUEUED)
    if waiting.update(state=SyncState.RUNNING, started_at=now, beat_at=now):
        sync = Sync.objects.select_related("account__team", "account__management_key")
        _run(sync.get(pk=sync_id), _actor(person_id))


class _TakenOver(Exception):
    """This reading was given up for dead, and may not write any more."""


_KILLED = say(gettext_noop("The last reading ended without a word: its worker was stopped."))
_UNCLAIMED = say(gettext_noop("No worker took up the last reading."))
_FAULT = say(gettext_noop("Keydesk has a fault; its log says which."))


def _was_lost(sync: Sync) -> bool:
    """Close a sync that was killed, or that waits for a worker as if its task was lost."""
    is_unclaimed = sync.state == SyncState.QUEUED and timezone.now() - sync.created_at > SILENCE
    if is_unclaimed or is_silent(sync):
        return _end(sync, SyncState.FAILED, (_UNCLAIMED if is_unclaimed else _KILLED,))
    return False


def _queue(account: Account, person: Person | None) -> Sync:
    try:
        with transaction.atomic():
            sync = Sync.objects.create(account=account, state=SyncState.QUEUED)
    except IntegrityError:
        # Somebody was quicker; their reading may even be over by now.
        return account.syncs.filter(state__in=_OPEN).first() or _queue(account, person)
    person_id = person.pk if person else None
    transaction.on_commit(lambda: run_sync.enqueue(str(sync.pk), person_id))
    return sync


def _actor(person_id: int | None) -> Actor:
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    return Actor(person.email, person.pk) if person else audit.SYSTEM


def _run(sync: Sync, actor: Actor) -> None:
    try:
        _read(sync, actor)
    except _TakenOver:
        return
    except KeydeskError as error:
        _finish(sync, SyncState.FAILED, error.told, actor=actor)
    except Exception:
        _finish(sync, SyncState.FAILED, (_FAULT,), actor=actor)
        raise
    else:
        _finish(sync, SyncState.DONE, actor=actor)


def _read(sync: Sync, actor: Actor) -> None:
    """Keys first, for they are what people wait for; then what they belong to."""
    account, begun = sync.account, timezone.now()
    if account.management_key is None:
        raise NotAllowedError(say(gettext_noop("The management key was taken away.")))
    with validation.signed_client(account.management_key, actor=actor, purpose="sync") as ovh:
        _read_keys(sync, ovh)
        alive = _heart(sync)
        _optional(sync, lambda: live_rows.read_applications(account, ovh, progress=alive))
        _optional(sync, lambda: live_rows.read_foreign_applications(account, ovh, progress=alive))
        if conf.endpoint(account.endpoint).has_service_accounts:
            _optional(sync, lambda: live_rows.read_clients(account, ovh, progress=alive))
    live_rows.settle(account, begun=begun)


def _read_keys(sync: Sync, ovh: OvhClient) -> None:
    """Some that cannot be read are a remark; when none can, the reading failed."""

    def progress(done: int, total: int) -> None:
        sync.done, sync.total = done, total
        _beat(sync)

    causes = live_rows.read_credentials(sync.account, ovh, progress=progress)
    if causes and len(causes) == sync.done:
        raise causes[0]
    _remark(sync, gettext_noop("%(count)s of %(total)s keys could not be read."), causes)


def _optional(sync: Sync, read: Callable[[], Sequence[ApiError] | None]) -> None:
    """A part that the key may lack the right to read: its absence is a remark, not a failure."""
    try:
        causes = read()
    except ApiError as error:
        sync.remarks += map(pack, error.told)
    else:
        _remark(sync, gettext_noop("%(count)s more objects could not be read."), causes or ())
    _beat(sync)


def _remark(sync: Sync, template: str, causes: Sequence[ApiError]) -> None:
    """How many could not be read, and why the first of them could not."""
    if causes:
        count = say(template, count=len(causes), total=sync.total)
        sync.remarks += map(pack, (count, *causes[0].told))


def _heart(sync: Sync) -> Callable[[int, int], None]:
    """What gives signs of life while something other than keys is read."""
    return lambda _done, _total: _beat(sync) if _is_due(sync) else None


def _is_due(sync: Sync) -> bool:
    return sync.beat_at is None or timezone.now() - sync.beat_at > _BEAT


def _beat(sync: Sync) -> None:
    sync.beat_at = timezone.now()
    held = Sync.objects.filter(pk=sync.pk, state=SyncState.RUNNING).update(
        done=sync.done, total=sync.total, beat_at=sync.beat_at, remarks=sync.remarks
    )
    if not held:
        raise _TakenOver


def _finish(sync: Sync, state: SyncState, told: Sequence[Sentence] = (), *, actor: Actor) -> None:
    if _end(sync, state, told):
        audit.record(
            AuditAction.ACCOUNT_SYNCED,
            actor=actor,
            subject=audit.subject_of(sync.account),
            outcome=Outcome.DONE if state == SyncState.DONE else Outcome.FAILED,
            details={"keys": sync.done},
        )


def _end(sync: Sync, state: SyncState, told: Sequence[Sentence] = ()) -> bool:
    """Close a sync, unless it was closed already. ``told`` is the cause, then what to do."""
    cause, *advice = map(pack, told) if told else [{}]
    changes = {
        "state": state,
        "ended_at": timezone.now(),
        "trouble": cause,
        "remarks": [*advice, *sync.remarks],
    }
    for name, value in changes.items():
        setattr(sync, name, value)
    return bool(Sync.objects.filter(pk=sync.pk, state__in=_OPEN).update(**changes))
