"""Reading the log: its entries as rows, and the export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from credentials.audit.attempt import attempt
from credentials.audit.subjects import Actor, Detail
from credentials.core import AuditAction
from credentials.models import AuditEntry
from credentials.sealing import log_entries

_CHUNK = 1000


def export(*, actor: Actor, with_key: bool = False) -> Iterator[str]:
    """The whole log, one JSON object a line. The export is an entry too, the last one in it."""
    details: dict[str, Detail] = {"with key": with_key}
    with attempt(AuditAction.LOG_EXPORTED, actor=actor, details=details):
        exported = AuditEntry.objects.all()
    return json_lines(exported)


def json_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """Entries by number, one JSON object a line, however many there are."""
    return (json.dumps(row, sort_keys=True) for row in rows(entries))


def rows(entries: QuerySet[AuditEntry]) -> Iterator[dict[str, Any]]:
    """Entries by number, as the chain covers them."""
    ordered = entries.order_by("seq").iterator(chunk_size=_CHUNK)
    return (log_entries.as_row(entry) for entry in ordered)
