"""What became of each item of a bulk job, as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

from credentials.models import BulkItem
from dashboard import http

COLUMNS: Final = ("account", "number", "name", "state", "ended", "remarks")
_AT_ONCE: Final = 500


def report_rows(items: QuerySet[BulkItem]) -> Iterator[dict[str, str | int | list[str] | None]]:
    """A row for each item; states are the stored words, moments in UTC."""
    for item in items.iterator(_AT_ONCE):
        yield {
            "account": item.account.label,
            "number": item.number,
            "name": item.name,
            "state": item.state,
            "ended": item.ended_at.isoformat() if item.ended_at else None,
            "remarks": [http.translated(note) for note in item.notes],
        }
