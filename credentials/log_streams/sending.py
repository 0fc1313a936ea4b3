"""Sending the log: from the entry after the last that was taken, in order, until all is taken.

A try is claimed for a while. A worker that ends in the middle of one leaves it to be tried again:
a receiver may get an entry twice, and never misses one. A stream is never given up.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from credentials import audit, outgoing, teams
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    Outcome,
    Sentence,
    coded,
    gettext_noop,
    pack,
    say,
)
from credentials.log_streams import channels
from credentials.log_streams.delay import with_delay
from credentials.models import LogStream, Team
from credentials.outgoing import Undelivered
from credentials.sealing import log_entries

#: After how long a try that failed is followed by another; the last is for all that follow.
LADDER: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))
#: So many entries are sent at once.
AT_ONCE: Final = 200
#: After so many sendings others get their turn.
_IN_A_ROW: Final = 20
#: After so many tries that failed the log says so.
_TOLD_AFTER: Final = 3
#: For how long a try is one worker's: longer than any takes.
_CLAIM: Final = timedelta(minutes=2)
_CHANGED: Final = coded(
    "log-stream.changed",
    gettext_noop("The stream was changed outside Keydesk: it is sent nothing. Set it up anew."),
)


@task()
def send(stream_id: str) -> None:
    """Send what waits for a stream, in the background."""
    for _ in range(_IN_A_ROW):
        stream = _claimed(stream_id)
        if stream is None or not _sent_some(stream):
            return
    send.enqueue(stream_id)


def send_by_the_clock() -> None:
    """Ask for each stream that something waits for."""
    for stream, waiting_since in with_delay(LogStream.objects.filter(due_at__lte=timezone.now())):
        if waiting_since is not None:
            send.enqueue(str(stream.pk))


def _claimed(stream_id: str) -> LogStream | None:
    """The stream, for this process alone, if its time has come."""
    now = timezone.now()
    stream = LogStream.objects.filter(pk=stream_id, due_at__lte=now).first()
    if stream is None:
        return None
    seen = LogStream.objects.filter(pk=stream.pk, due_at=stream.due_at)
    return stream if seen.update(due_at=now + _CLAIM) else None


def _sent_some(stream: LogStream) -> bool:
    """Whether it was sent as much as goes at once, and more may follow."""
    try:
        if not audit.holds_or_logged(stream):
            raise Undelivered(say(_CHANGED))
        entries = teams.entries_of(Team.objects.filter(pk=stream.team_id))
        waiting = entries.filter(seq__gt=stream.acknowledged).order_by("seq")
        rows = [log_entries.as_row(entry) for entry in waiting[:AT_ONCE]]
        if rows:
            channels.send(stream, rows)
    except Undelivered as error:
        _put_off(stream, error.sentence)
        return False
    except Exception as error:
        _put_off(stream, outgoing.fault(error).sentence)
        raise
    _acknowledge(stream, rows[-1]["seq"] if rows else stream.acknowledged)
    return len(rows) == AT_ONCE


@transaction.atomic
def _acknowledge(stream: LogStream, number: int) -> None:
    """Remember what was taken, unless another process was quicker or the stream was removed."""
    now = timezone.now()
    row = LogStream.objects.select_for_update().filter(pk=stream.pk).first()
    if row is None or row.acknowledged != stream.acknowledged:
        return
    columns = {"due_at": now, "tries": 0, "failing_since": None, "result": pack(Sentence(""))}
    if number != row.acknowledged:
        row.acknowledged = number
        row.save(update_fields=["acknowledged"])
        columns["acknowledged_at"] = now
    LogStream.objects.filter(pk=row.pk).update(**columns)


def _put_off(stream: LogStream, cause: Sentence) -> None:
    """Try again later; that it fails is in the log, once."""
    now, tries = timezone.now(), stream.tries + 1
    wait = LADDER[min(tries, len(LADDER)) - 1]
    is_there = LogStream.objects.filter(pk=stream.pk).update(
        due_at=now + wait,
        tries=tries,
        failing_since=stream.failing_since or now,
        result=pack(cause),
    )
    if is_there and tries == _TOLD_AFTER:
        audit.record(
            AuditAction.LOG_STREAM_FAILED,
            actor=SYSTEM,
            subject=audit.subject_of(stream),
            outcome=Outcome.FAILED,
            details={"host": stream.host, "tries": tries},
        )
