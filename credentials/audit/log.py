"""Writing: one entry after another, in one order, whoever writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from credentials import chain, instance
from credentials.audit import checkpoints, folding, rows
from credentials.audit.folding import Event
from credentials.audit.subjects import NOTHING, Actor, Detail, Subject
from credentials.enums import AuditAction, Outcome
from credentials.errors import KeydeskError, KeyringError, NotAllowedError
from credentials.models import AuditEntry, AuditHead


@transaction.atomic
def record(
    action: AuditAction,
    *,
    actor: Actor,
    subject: Subject = NOTHING,
    outcome: Outcome = Outcome.DONE,
    details: dict[str, Detail] | None = None,
) -> None:
    """Append one entry to the log, in the caller's transaction where there is one.

    Identical denials within a minute are one entry; how many more there were is the next one.
    """
    head, key = _lock_head(), instance.audit_key()
    event = Event(action, outcome, actor=actor, subject=subject, details=details or {}).fitted()
    for counted in folding.take_spent():
        _append(head, counted, key)
    if outcome is not Outcome.DENIED or folding.is_first(event):
        _append(head, event, key)
    head.save()


def record_failure(
    action: AuditAction,
    error: KeydeskError,
    *,
    actor: Actor,
    subject: Subject = NOTHING,
    details: dict[str, Detail] | None = None,
) -> None:
    """Append that it was refused, or that it failed: the key's id or the kind of error, no more."""
    cause: dict[str, Detail] = {"cause": type(error).__name__}
    if isinstance(error, KeyringError):
        cause = {"key_id": error.key_id}
    outcome = Outcome.DENIED if isinstance(error, NotAllowedError) else Outcome.FAILED
    said = {**(details or {}), **cause}
    record(action, actor=actor, subject=subject, outcome=outcome, details=said)


@contextmanager
def failures_recorded(action: AuditAction, *, actor: Actor, subject: Subject) -> Iterator[None]:
    """Around a verb's transaction: what it refuses is in the log, like what it does."""
    try:
        yield
    except KeydeskError as error:
        record_failure(action, error, actor=actor, subject=subject)
        raise


def _lock_head() -> AuditHead:
    AuditHead.objects.get_or_create(pk=AuditHead.ROW)
    return AuditHead.objects.select_for_update().get(pk=AuditHead.ROW)


def _append(head: AuditHead, event: Event, key: bytes) -> None:
    entry = AuditEntry(
        seq=head.seq + 1,
        time=timezone.now(),
        action=event.action,
        outcome=event.outcome,
        team_id=event.subject.team_id,
        actor_id=event.actor.person_id,
        actor=event.actor.name,
        address=event.actor.address,
        subject_kind=event.subject.kind,
        subject_id=event.subject.id,
        subject=event.subject.label,
        details=event.details,
        previous_mac=head.mac,
    )
    entry.mac = chain.mac(key, rows.as_row(entry))
    entry.save(force_insert=True)
    head.seq, head.mac = entry.seq, entry.mac
    checkpoints.keep_now_and_then(entry, key)
