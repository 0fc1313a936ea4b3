"""The versions of an entry's secret: which hold a value, whatever somebody wrote into their rows.

That one was destroyed is told by the log: a row that is put back holds nothing any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from credentials.core import AuditAction, Outcome
from credentials.models import AuditEntry, Entry, SecretVersion

_NUMBERED: Final = (
    AuditAction.ENTRY_STORED,
    AuditAction.SECRET_REPLACED,
    AuditAction.SECRET_DESTROYED,
)


def kept_versions(entry: Entry) -> QuerySet[SecretVersion]:
    """Those that hold a value, the newest first."""
    return entry.versions.filter(destroyed_at=None).exclude(number__in=_destroyed(entry))


def versions_of(entry: Entry) -> list[SecretVersion]:
    """All of them, the newest first, each with who made it and when it was destroyed."""
    destroyed, versions = _destroyed(entry), list(entry.versions.select_related("created_by"))
    for version in versions:
        version.destroyed_at = version.destroyed_at or destroyed.get(version.number)
    return versions


def next_number(entry: Entry) -> int:
    """A number that no version had, though the row of one was deleted."""
    rows = entry.versions.values_list("number", flat=True)
    logged = _logged(*_NUMBERED, subject_id=str(entry.pk))
    return max((0, *rows, *(number for _, number, _ in logged))) + 1


def all_destroyed() -> set[tuple[str, int]]:
    """The entry's id and the number of every version that was destroyed."""
    return {(entry_id, number) for entry_id, number, _ in _logged(AuditAction.SECRET_DESTROYED)}


def _destroyed(entry: Entry) -> dict[int, datetime]:
    logged = _logged(AuditAction.SECRET_DESTROYED, subject_id=str(entry.pk))
    return {number: time for _, number, time in logged}


def _logged(*actions: AuditAction, **about: str) -> Iterator[tuple[str, int, datetime]]:
    """Entry, number of a version and time of what the log tells; nothing of a damaged entry."""
    entries = AuditEntry.objects.filter(
        action__in=actions, outcome=Outcome.DONE, subject_kind="entry", **about
    )
    for row in entries.values_list("subject_id", "details__version", "time").order_by():
        if isinstance(row[1], int):
            yield row
