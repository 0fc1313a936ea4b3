"""Reading an account: what OVHcloud says exists, brought into our tables.

A sync saves as it reads, so that a slow or limited OVHcloud still fills the page, and calls
nothing gone unless the whole list was read. One sync runs an account at a time; a second joins
it. While it works it has heartbeats; one whose worker ended goes on with the next worker.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django_tasks import task

from credentials import audit, ovhcloud, teams, vault
from credentials.audit import Actor, Attempt
from credentials.core import (
    AccountSynced,
    ApiError,
    AuditAction,
    KeydeskError,
    NotAllowedError,
    Outcome,
    Permission,
    Sentence,
    SyncFailed,
    SyncState,
    announce,
    coded,
    gettext_noop,
    pack,
    say,
)
from credentials.live import ended_management_key, foreign_applications, reading, sync_rows
from credentials.live.sync_progress import Report, SyncProgress, ignore
from credentials.models import Account, Sync
from credentials.ovhcloud import OvhClient

#: The queue of readings: workers take several of it at once, and whatever else there is beside it.
READINGS: Final = "readings"
#: Seconds between two looks at a reading of another process.
_LOOK_EVERY: Final = 1.0
_MANAGEMENT_KEY_TAKEN_AWAY = coded(
    "sync.management-key-taken-away", gettext_noop("The management key was taken away.")
)
_KEYS_UNREAD = coded(
    "sync.keys-unread", gettext_noop("%(count)s of %(total)s keys could not be read.")
)
_OBJECTS_UNREAD = coded(
    "sync.objects-unread", gettext_noop("%(count)s more objects could not be read.")
)
_FAULT = say(coded("sync.fault", gettext_noop("Keydesk has a fault; its log says which.")))


def start_sync(account: Account, *, actor: Actor, is_whole: bool = True) -> Sync:
    """Queue a reading of the account, or join the one under way.

    One that is not whole reads what changed since the last one, where OVHcloud says what that is;
    it becomes whole where a whole one is asked for while it waits. The task is queued in the
    transaction of the reading's row: both are there, or neither. Raises ``NotAllowedError`` for an
    account without a management key, and for an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.ACCOUNT_SYNCED,
        Permission.SYNC,
        actor=actor,
        subject=audit.subject_of(account),
    ) as attempt:
        vault.management_key_of(account)
        if is_whole:
            account.syncs.filter(state=SyncState.QUEUED).update(is_whole=True)
        under_way = account.syncs.filter(state__in=sync_rows.OPEN).first()
        if under_way is None or not _goes_on(under_way, actor):
            return _queue(account, attempt, is_whole=is_whole)
        attempt.withdraw()
        return under_way


@task(queue_name=READINGS)
def run_sync(sync_id: str, person_id: int | None) -> None:
    """The background work of one sync; takes ids only. Of two workers, one finds work."""
    sync = sync_rows.claimed(sync_id)
    if sync is not None:
        _run(sync, audit.actor_by_id(person_id))


def read_account(
    account: Account, *, actor: Actor, report: Report = ignore, is_whole: bool = True
) -> Sync:
    """Read the account in this process, or follow the process that does; how it ended.

    ``report`` is told of each step. Raises as ``start_sync``.
    """
    sync = start_sync(account, actor=actor, is_whole=is_whole)
    mine = sync_rows.claimed(str(sync.pk))
    if mine is not None:
        _run(mine, actor, report)
    sync.refresh_from_db()
    while sync.state in sync_rows.OPEN and not sync_rows.is_silent(sync):
        report(sync)
        time.sleep(_LOOK_EVERY)
        sync.refresh_from_db()
    return sync


def resume_sync(sync_id: str, person_id: int | None) -> None:
    """Have a reading go on whose worker ended; takes what its task took."""
    with transaction.atomic():
        sync = Sync.objects.filter(pk=sync_id).first()
        if sync is not None and sync_rows.put_back(sync):
            run_sync.enqueue(sync_id, person_id)


def _goes_on(sync: Sync, actor: Actor) -> bool:
    """Whether an open reading is under way or waits, once what was lost of it is queued again."""
    if sync_rows.is_silent(sync):
        resume_sync(str(sync.pk), actor.person_id)
        sync.refresh_from_db()
    elif sync_rows.is_asked_for_again(sync):
        run_sync.enqueue(str(sync.pk), actor.person_id)
    return sync.state in sync_rows.OPEN


def _queue(account: Account, attempt: Attempt, *, is_whole: bool) -> Sync:
    try:
        with transaction.atomic():
            sync = Sync.objects.create(account=account, state=SyncState.QUEUED, is_whole=is_whole)
    except IntegrityError:
        # Somebody was quicker; their reading may even be over by now.
        quicker = account.syncs.filter(state__in=sync_rows.OPEN).first()
        if quicker is None:
            return _queue(account, attempt, is_whole=is_whole)
        attempt.withdraw()
        return quicker
    attempt.outcome = Outcome.STARTED
    attempt.log()
    run_sync.enqueue(str(sync.pk), attempt.actor.person_id)
    return sync


def _run(sync: Sync, actor: Actor, report: Report = ignore) -> None:
    try:
        _read(sync, actor, report)
    except sync_rows.TakenOver:
        return
    except KeydeskError as error:
        _finish(sync, error.sentences, cause=error, actor=actor)
    except Exception as error:
        _finish(sync, (_FAULT,), cause=error, actor=actor)
        raise
    else:
        _finish(sync, actor=actor)


def _read(sync: Sync, actor: Actor, report: Report) -> None:
    """Keys, and what they belong to."""
    account = sync.account
    if account.management_key is None:
        raise NotAllowedError(say(_MANAGEMENT_KEY_TAKEN_AWAY))
    limits = ovhcloud.limits()
    with vault.management_client(account, actor=actor, purpose="sync", limits=limits) as ovh:
        try:
            _read_by(ovh, SyncProgress(sync, ovh, report))
        except ApiError as error:
            raise ended_management_key.explained(error, account, ovh) from error
    reading.finish(account, begun=_begun(sync))


def _read_by(ovh: OvhClient, progress: SyncProgress) -> None:
    """Keys are what people wait for: before them comes only what takes few calls."""
    account, alive = progress.sync.account, progress.of_others
    applications = reading.OwnApplications(account, ovh, progress=alive)
    applications.read_many_a_call()
    _read_keys(progress.sync, ovh, progress)
    _optional(progress, applications.read_others)
    _optional(
        progress,
        lambda: foreign_applications.read_foreign_applications(
            account, ovh, is_whole=progress.sync.is_whole, progress=alive
        ),
    )
    if ovhcloud.endpoint_of(account).has_service_accounts:
        _optional(progress, lambda: reading.read_clients(account, ovh, progress=alive))


def _read_keys(sync: Sync, ovh: OvhClient, progress: SyncProgress) -> None:
    """Some that cannot be read are a remark; when none can, the reading failed."""
    causes = _read_changed(sync, ovh, progress)
    if causes is None:
        sync.is_whole = True
        causes = reading.read_credentials(
            sync.account, ovh, begun=_begun(sync), progress=progress.of_keys
        )
    if causes and len(causes) == sync.done:
        raise causes[0]
    _remark(sync, _KEYS_UNREAD, causes)


def _read_changed(sync: Sync, ovh: OvhClient, progress: SyncProgress) -> list[ApiError] | None:
    """As ``read_changed_credentials``; None as well for a reading that is to be whole."""
    done = sync.account.syncs.filter(state=SyncState.DONE, started_at__isnull=False)
    last = done.order_by("-started_at").first()
    if sync.is_whole or last is None or last.started_at is None:
        return None
    return reading.read_changed_credentials(
        sync.account, ovh, begun=_begun(sync), since=last.started_at, progress=progress.of_keys
    )


def _optional(progress: SyncProgress, read: Callable[[], Sequence[ApiError] | None]) -> None:
    """A part that the key may lack the right to read: its absence is a remark, not a failure."""
    try:
        causes = read()
    except ApiError as error:
        progress.sync.remarks += map(pack, error.sentences)
    else:
        _remark(progress.sync, _OBJECTS_UNREAD, causes or ())
    progress.beat()


def _remark(sync: Sync, template: str, causes: Sequence[ApiError]) -> None:
    """How many could not be read, and why the first of them could not."""
    if causes:
        count = say(template, count=len(causes), total=sync.total)
        sync.remarks += map(pack, (count, *causes[0].sentences))


def _begun(sync: Sync) -> datetime:
    """When its first try began: what was read since is not read again."""
    return sync.started_at or sync.created_at


def _finish(
    sync: Sync, sentences: Sequence[Sentence] = (), *, actor: Actor, cause: Exception | None = None
) -> None:
    """Close the reading, and log how it ended in the same transaction."""
    subject, details = audit.subject_of(sync.account), _details(sync, cause)
    with audit.attempt(
        AuditAction.ACCOUNT_SYNCED, actor=actor, subject=subject, details=details
    ) as attempt:
        attempt.outcome = Outcome.FAILED if cause else Outcome.DONE
        if not sync_rows.end(sync, SyncState.FAILED if cause else SyncState.DONE, sentences):
            attempt.withdraw()
        elif cause is None:
            announce(AccountSynced(sync.account_id))
        else:
            announce(SyncFailed(sync.account_id, sync.pk))


def _details(sync: Sync, cause: Exception | None) -> dict[str, audit.Detail]:
    keys: dict[str, audit.Detail] = {"keys": sync.done, "calls": sync.calls}
    return {**keys, "cause": type(cause).__name__} if cause else keys
