"""The closing report of a campaign, as rows of a file: who decided what about each key, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from credentials.core import in_batches
from credentials.models import Person, ReviewItem
from dashboard import http
from dashboard.pages.review import JOINED, ReviewRow, rows_of

COLUMNS: Final = (
    *("account", "number", "name", "asked", "answer", "reason", "decided_by", "decided_at"),
    *("second_by", "second_at", "outcome", "frozen_at", "revoked_at", "remarks"),
)
_AT_ONCE: Final = 500
_Row = dict[str, str | int | list[str] | None]


def report_rows(items: QuerySet[ReviewItem]) -> Iterator[_Row]:
    """A row for each key; answers and outcomes are words that stay, moments in UTC."""
    ordered = items.select_related(*JOINED).order_by("name", "pk")
    for batch in in_batches(ordered.iterator(_AT_ONCE), _AT_ONCE):
        for row in rows_of(batch, {}):
            yield _line(row)


def _line(row: ReviewRow) -> _Row:
    item, decision = row.item, row.decision
    return {
        "account": item.account.label,
        "number": item.number,
        "name": item.name,
        "asked": _email(item.asked),
        "answer": row.answer.value,
        "reason": decision.reason if decision else None,
        "decided_by": _email(decision.decided_by) if decision else None,
        "decided_at": _moment(decision.decided_at) if decision else None,
        "second_by": _email(decision.second_by) if decision else None,
        "second_at": _moment(decision.second_at) if decision else None,
        "outcome": row.ending.value,
        "frozen_at": _moment(item.frozen_at),
        "revoked_at": _moment(item.revoked_at),
        "remarks": [http.translated(note) for note in item.notes],
    }


def _email(person: Person | None) -> str | None:
    return person.email if person else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
