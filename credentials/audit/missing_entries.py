"""Entries that are not there for a moment: the chain cannot tell once they are put back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Count, Max
from django.utils import timezone

from credentials.audit import log
from credentials.audit.subjects import SYSTEM
from credentials.core import AuditAction, Outcome
from credentials.models import AuditEntry

_REPEATED: Final = timedelta(hours=1)


def note_missing_entries() -> int:
    """How many of the entries up to the newest are not there now.

    That some are is an entry itself, and stays when they are put back. Raises
    ``LogChangedOutside`` where the log does not end as Keydesk left it, which health tells.
    """
    seqs = AuditEntry.objects.aggregate(newest=Max("seq", default=0), count=Count("seq"))
    missing: int = seqs["newest"] - seqs["count"]
    if missing and not _is_noted(missing):
        log.record(
            AuditAction.LOG_INCOMPLETE,
            actor=SYSTEM,
            outcome=Outcome.FAILED,
            details={"missing": missing},
        )
    return missing


def _is_noted(missing: int) -> bool:
    since = timezone.now() - _REPEATED
    noted = AuditEntry.objects.filter(action=AuditAction.LOG_INCOMPLETE, time__gt=since)
    return noted.filter(details__missing=missing).exists()
