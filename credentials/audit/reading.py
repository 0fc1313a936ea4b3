"""Reading: the log as rows, verified against its head and its checkpoints, or exported."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from credentials import chain, instance
from credentials.audit import checkpoints, log, rows
from credentials.audit.subjects import Actor
from credentials.chain import Checkpoint, Report, Verdict
from credentials.enums import AuditAction
from credentials.models import AuditEntry, AuditHead

_CHUNK = 1000


def verify(*, also: Sequence[Checkpoint] = ()) -> Report:
    """Hold the whole log against its MACs, the kept checkpoints, those given, and its head.

    The head is read before the entries and after them, so that others may go on writing.
    """
    key, points = instance.audit_key(), [*checkpoints.kept(), *also]
    if not all(chain.is_signed(key, point) for point in points):
        return Report(Verdict.TAMPERED, 0, first_bad=0)
    before = _head()
    known = [(point.seq, point.mac) for point in points] + [(before.seq, before.mac)]
    report = chain.hold(_rows(AuditEntry.objects.all()), key=key, against=known)
    now = _head().seq
    if report.verdict is Verdict.INTACT and now < report.count:
        return Report(Verdict.TAMPERED, report.count, first_bad=now + 1)
    return report


def export(*, actor: Actor, with_key: bool = False) -> Iterator[str]:
    """The whole log, one JSON object a line. Taking it away is an entry, the last one of it."""
    log.record(AuditAction.LOG_EXPORTED, actor=actor, details={"with key": with_key})
    return lines(AuditEntry.objects.all())


def lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """Entries by number, one JSON object a line, however many there are."""
    return (json.dumps(row, sort_keys=True) for row in _rows(entries))


def _head() -> AuditHead:
    return AuditHead.objects.filter(pk=AuditHead.ROW).first() or AuditHead()


def _rows(entries: QuerySet[AuditEntry]) -> Iterator[dict[str, Any]]:
    ordered = entries.order_by("seq").iterator(chunk_size=_CHUNK)
    return (rows.as_row(entry) for entry in ordered)
