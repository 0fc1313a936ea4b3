"""Sending what is queued: the oldest of a receiver first, tried again until it is sent or given up.

A try is claimed for a while. A worker that ends in the middle of one leaves it to be tried again:
a receiver may be told twice, and is never not told.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django_tasks import task

from credentials import audit, outgoing
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    NoticeState,
    Outcome,
    Sentence,
    pack,
)
from credentials.models import Notice
from credentials.notices import mailing, posting
from credentials.notices.receivers import Receiver
from credentials.notices.undelivered import NotWanted
from credentials.outgoing import Undelivered

#: After how long a try that failed is followed by another; after the last it is given up.
LADDER: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
#: For how long a try is one worker's: longer than any takes.
_CLAIM: Final = timedelta(minutes=2)
#: For how long the queue remembers what is over.
_KEPT: Final = timedelta(days=90)
_AT_ONCE: Final = 100


@task()
def deliver(receiver: str) -> None:
    """Send what is due of a receiver, in the background; takes the text of a ``Receiver``."""
    columns = Receiver.parse(receiver).columns
    while (notice := _claimed(columns)) is not None:
        if not _tried(notice):
            return


def deliver_by_the_clock() -> None:
    """Ask for what is due and whose task was lost, or which is to be tried again."""
    now = timezone.now()
    due = Notice.objects.filter(state=NoticeState.WAITING, due_at__lte=now).order_by("due_at")
    for person, webhook in list(due.values_list("person", "webhook")[:_AT_ONCE]):
        kind, number = ("person", person) if person is not None else ("webhook", webhook)
        deliver.enqueue(f"{kind}:{number}")
    Notice.objects.filter(over_at__lt=now - _KEPT).delete()


def _claimed(columns: dict[str, str]) -> Notice | None:
    """The receiver's oldest notice, for this process alone, if its time has come."""
    now = timezone.now()
    waiting = Notice.objects.filter(state=NoticeState.WAITING, **columns)
    oldest = waiting.select_related("team", "person", "webhook").order_by("pk").first()
    if oldest is None or oldest.due_at > now:
        return None
    seen = waiting.filter(pk=oldest.pk, due_at=oldest.due_at)
    if not seen.update(due_at=now + _CLAIM, tries=oldest.tries + 1):
        return None
    oldest.tries += 1
    return oldest


def _tried(notice: Notice) -> bool:
    """Whether the next one of the receiver may follow."""
    try:
        _send(notice)
    except Undelivered as error:
        return _put_off(notice, error.sentence)
    except NotWanted as error:
        _end(notice, NoticeState.DROPPED, error.sentence)
    except Exception as error:
        _put_off(notice, outgoing.fault(error).sentence)
        raise
    else:
        _end(notice, NoticeState.SENT, Sentence(""))
    return True


def _send(notice: Notice) -> None:
    channel = mailing if notice.webhook_id is None else posting
    channel.send(notice)


def _put_off(notice: Notice, cause: Sentence) -> bool:
    """Try again later, or give it up; whether it was given up."""
    if notice.tries > len(LADDER):
        _give_up(notice, cause)
        return True
    due_at = timezone.now() + LADDER[notice.tries - 1]
    Notice.objects.filter(pk=notice.pk).update(due_at=due_at, result=pack(cause))
    return False


def _give_up(notice: Notice, cause: Sentence) -> None:
    """It is in the log that somebody was not told."""
    receiver = notice.webhook or notice.person
    details: dict[str, audit.Detail] = {
        "kind": notice.kind,
        "tries": notice.tries,
        "receiver": str(receiver),
    }
    with audit.attempt(
        AuditAction.NOTICE_FAILED,
        actor=SYSTEM,
        subject=audit.subject_of(notice.team),
        details=details,
    ) as attempt:
        attempt.outcome = Outcome.FAILED
        _end(notice, NoticeState.FAILED, cause)


def _end(notice: Notice, state: NoticeState, result: Sentence) -> None:
    columns = {"state": state, "over_at": timezone.now(), "result": pack(result)}
    Notice.objects.filter(pk=notice.pk).update(**columns)
