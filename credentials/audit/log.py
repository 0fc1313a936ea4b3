"""Writing: one entry after another, in one order, whoever writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.db import transaction
from django.utils import timezone

from credentials.audit import checkpoints, entry_lines, folding
from credentials.audit.folding import Event, LogPosition
from credentials.audit.subjects import NOTHING, Actor, Detail, Subject
from credentials.core import AuditAction, LogChangedOutside, Outcome
from credentials.models import AuditEntry, AuditHead
from credentials.sealing import chain, instance_key, log_entries

#: The numbers of the entries that the verb of this context wrote; None outside a verb.
_own: Final[ContextVar[list[int] | None]] = ContextVar("own entries", default=None)


@contextmanager
def own_entries() -> Iterator[None]:
    """Around a verb's transaction: what it logs first is not what ended the row it then writes."""
    own = _own.get()
    token, own = (_own.set([]), []) if own is None else (None, own)
    count = len(own)
    try:
        yield
    except BaseException:
        del own[count:]
        raise
    finally:
        if token is not None:
            _own.reset(token)


def first_own_entry() -> int | None:
    """The number of the first entry that this verb wrote. From then on nobody else writes any."""
    own = _own.get()
    return own[0] if own else None


_MOST: Final = 2**62  # entries; a column holds twice that


@transaction.atomic
def record(
    action: AuditAction,
    *,
    actor: Actor,
    subject: Subject = NOTHING,
    outcome: Outcome = Outcome.DONE,
    details: dict[str, Detail] | None = None,
    folds: bool = True,
) -> None:
    """Append one entry to the log, in the caller's transaction where there is one.

    Identical denials within a minute are one entry, unless it ``folds`` not; how many more there
    were is the next one.
    Raises ``LogChangedOutside`` where the log does not end as Keydesk left it.
    """
    head, key = _lock_head(), instance_key.audit_key()
    _guard_head(head, key)
    event = Event(action, outcome, actor=actor, subject=subject, details=details or {}).fitted()
    position = LogPosition(key, newest=head.seq, now=timezone.now())
    for counted in folding.take_due(event, position):
        _append(head, counted, position)
    if outcome is not Outcome.DENIED or not folds:
        _append(head, event, position)
    elif not folding.is_counted(event):
        folding.begin(event, entry=_append(head, event, position))
    head.save()


def guard_end() -> None:
    """Raises ``LogChangedOutside`` where an entry could not be added to the log."""
    head = AuditHead.objects.filter(pk=AuditHead.ROW).first() or AuditHead()
    _guard_head(head, instance_key.audit_key())


def _lock_head() -> AuditHead:
    heads = AuditHead.objects.select_for_update().filter(pk=AuditHead.ROW)
    head = heads.first()
    if head is None:
        AuditHead.objects.get_or_create(pk=AuditHead.ROW)
        head = heads.get()
    return head


def _guard_head(head: AuditHead, key: bytes) -> None:
    """Every later entry would break where the head is not that of the newest entry."""
    newest = log_entries.newest(key) or AuditEntry(seq=0, mac=chain.GENESIS)
    if head.seq not in range(_MOST) or (head.seq, head.mac) != (newest.seq, newest.mac):
        raise LogChangedOutside


def _append(head: AuditHead, event: Event, position: LogPosition) -> AuditEntry:
    entry = AuditEntry(
        seq=head.seq + 1,
        time=position.now,
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
    entry.mac = chain.mac(position.key, log_entries.as_row(entry))
    entry.save(force_insert=True)
    entry_lines.print_after_commit(entry)
    head.seq, head.mac = entry.seq, entry.mac
    own = _own.get()
    if own is not None:
        own.append(entry.seq)
    checkpoints.keep_regularly(entry, position.key)
    return entry
