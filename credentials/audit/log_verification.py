"""Verifying the whole log, and the last result, kept for whoever reads the log.

Verifying a long log takes longer than a page may: a worker does it, when somebody looks at a result
that is old, or asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from credentials.audit import checkpoints, log_reading
from credentials.core import KeyringError
from credentials.models import AuditEntry, AuditHead, LogVerification
from credentials.sealing import ChainReport, ChainVerdict, Checkpoint, chain, instance_key

FRESH = timedelta(minutes=10)
PATIENCE = timedelta(minutes=1)  # until an unanswered question is asked again


def last_verification() -> LogVerification:
    """The last result; a worker is asked for a new one where it is old."""
    last = LogVerification.objects.filter(pk=LogVerification.ROW).first() or LogVerification()
    if last.checked_at is None or timezone.now() - last.checked_at > FRESH:
        check_soon()
    return last


def check_soon() -> None:
    """Ask a worker to verify the log, unless one was asked a moment ago."""
    now = timezone.now()
    LogVerification.objects.get_or_create(pk=LogVerification.ROW)
    unasked = LogVerification.objects.filter(pk=LogVerification.ROW).exclude(
        asked_at__gt=now - PATIENCE
    )
    with transaction.atomic():
        if unasked.update(asked_at=now):
            verify_in_background.enqueue()


def verify(*, also: Sequence[Checkpoint] = ()) -> ChainReport:
    """Hold the whole log against its MACs, the kept checkpoints, those given, and its head.

    The head is read before the entries and after them, so that others may go on writing. No entry
    at all is a cut log where there are people or accounts: each of them came with one.
    """
    key, points = instance_key.audit_key(), [*checkpoints.kept_checkpoints(), *also]
    if not all(chain.is_signed(key, point) for point in points):
        return ChainReport(ChainVerdict.TAMPERED, 0, first_bad=0)
    was_in_use, before = instance_key.is_in_use(), _head()
    known = [(point.seq, point.mac) for point in points] + [(before.seq, before.mac)]
    entries = log_reading.rows(AuditEntry.objects.all())
    report = chain.verify_against(entries, key=key, against=known)
    if was_in_use and not report.count:
        return ChainReport(ChainVerdict.CUT, 0, first_bad=1)
    now = _head().seq
    if report.verdict is ChainVerdict.INTACT and now < report.count:
        return ChainReport(ChainVerdict.TAMPERED, report.count, first_bad=now + 1)
    return report


@task()
def verify_in_background() -> None:
    """Verify the whole log, and keep what was found."""
    try:
        report = verify()
    except KeyringError:
        report = ChainReport(ChainVerdict.UNKNOWN, 0)
    keep_verification(report)


def keep_verification(report: ChainReport) -> None:
    """Keep what a verification found, in place of the one before."""
    result = {"verdict": report.verdict, "count": report.count, "first_bad": report.first_bad}
    LogVerification.objects.update_or_create(
        pk=LogVerification.ROW, defaults={**result, "checked_at": timezone.now(), "asked_at": None}
    )


def _head() -> AuditHead:
    return AuditHead.objects.filter(pk=AuditHead.ROW).first() or AuditHead()
