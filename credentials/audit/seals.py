"""The seal: what the last verification of the whole log found, kept for whoever reads the log.

Reading a long log takes longer than a page may: a worker does it, when somebody looks at a seal
that is old, or asks.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from credentials.audit import reading
from credentials.chain import Report, Verdict
from credentials.errors import KeyringError
from credentials.models import AuditSeal

FRESH = timedelta(minutes=10)
PATIENCE = timedelta(minutes=1)  # until an unanswered question is asked again


def seal() -> AuditSeal:
    """The seal as it stands; a worker is asked for a new one where it is old."""
    found = AuditSeal.objects.filter(pk=AuditSeal.ROW).first() or AuditSeal()
    if found.checked_at is None or timezone.now() - found.checked_at > FRESH:
        check_soon()
    return found


def check_soon() -> None:
    """Ask a worker to verify the log, unless one was asked a moment ago."""
    now = timezone.now()
    AuditSeal.objects.get_or_create(pk=AuditSeal.ROW)
    unasked = AuditSeal.objects.filter(pk=AuditSeal.ROW).exclude(asked_at__gt=now - PATIENCE)
    with transaction.atomic():
        if unasked.update(asked_at=now):
            check_in_background.enqueue()


@task()
def check_in_background() -> None:
    """Verify the whole log, and keep what was found."""
    try:
        report = reading.verify()
    except KeyringError:
        report = Report(Verdict.UNKNOWN, 0)
    keep(report)


def keep(report: Report) -> None:
    """Keep what a verification found, as the seal."""
    found = {"verdict": report.verdict, "count": report.count, "first_bad": report.first_bad}
    AuditSeal.objects.update_or_create(
        pk=AuditSeal.ROW, defaults={**found, "checked_at": timezone.now(), "asked_at": None}
    )
