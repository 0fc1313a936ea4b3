"""Writing down what a list says: rows are inserted, updated, never removed.

A thing that could not be read keeps the facts known of it, with the cause beside them. Nothing
that was taken back while the list was being read comes back with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from credentials.core import NotFound, in_batches, pack
from credentials.live import kept_rows
from credentials.models import Account
from credentials.ovhcloud import ListItem

K = TypeVar("K", int, str)
T = TypeVar("T")
Facts = Mapping[str, object]
_AT_ONCE: Final = 500
_Known = Mapping[Any, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Unread:
    """A fact that could not be read whole: what was known stays, else it is ``part``."""

    part: object


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """``key`` names a row within its account; ``facts`` are the columns that a reading fills.

    ``listed`` are the rows that the list speaks of: of these, what it leaves out is gone.
    ``never_read`` are facts of a thing of which nothing was read yet.
    """

    model: type[models.Model]
    key: str
    facts: Callable[[T], Facts]
    listed: Q = field(default_factory=Q)
    never_read: Facts = field(default_factory=dict)

    @transaction.atomic
    def write(self, account: Account, reads: Sequence[ListItem[K, T]], *, begun: datetime) -> None:
        """Write down a part of the list, the reading of which began at ``begun``.

        Of a row whose facts are as they were only the date of the reading is written.
        """
        kept_rows.lock(account)
        rows = self._rows(account, [read.id for read in reads])
        taken_back = set(rows.filter(gone_at__gte=begun).values_list(self.key, flat=True))
        standing = [read for read in reads if read.id not in taken_back and not is_gone(read)]
        self._upsert(account, [read for read in standing if read.value is not None], begun)
        self._upsert(account, [read for read in standing if read.value is None], begun)
        vanished = self._rows(account, [read.id for read in reads if is_gone(read)])
        vanished.filter(gone_at=None).update(gone_at=timezone.now())

    @transaction.atomic
    def mark_gone(self, account: Account, unread: Sequence[K], *, begun: datetime) -> None:
        """After the whole list: what was there before, and is not among what came, is gone."""
        kept_rows.lock(account)
        before = self.model._default_manager.filter(
            self.listed, account=account, gone_at=None, first_seen_at__lt=begun
        )
        came = Q(read_at__gte=begun) | Q(**{f"{self.key}__in": unread})
        before.exclude(came).update(gone_at=timezone.now())

    @transaction.atomic
    def mark_unlisted(self, account: Account, listed: Collection[K], *, begun: datetime) -> None:
        """After a list of what there is: what was there before, and is not listed, is gone."""
        kept_rows.lock(account)
        before = self.model._default_manager.filter(
            self.listed, account=account, gone_at=None, first_seen_at__lt=begun
        )
        missing = set(before.values_list(self.key, flat=True)).difference(listed)
        for batch in in_batches(sorted(missing), _AT_ONCE):
            self._rows(account, batch).update(gone_at=timezone.now())

    def _rows(self, account: Account, keys: Sequence[K]) -> QuerySet[models.Model]:
        rows = self.model._default_manager.filter(account=account)
        return rows.filter(**{f"{self.key}__in": keys})

    def _upsert(self, account: Account, reads: Sequence[ListItem[K, T]], begun: datetime) -> None:
        """Insert or update; all of ``reads`` are read, or none is."""
        rows = [self._columns(read) for read in reads]
        if not rows:
            return
        known = self._known(account, rows)
        rows = [self._kept(known, row) for row in rows]
        changed = [row for row in rows if not _is_in(known, row)]
        new = [row for row in changed if row[self.key] not in known]
        others = [row for row in changed if row[self.key] in known]
        self._insert(account, new, begun, is_read=reads[0].value is not None)
        self._write_changed(account, others, begun, is_read=reads[0].value is not None)
        if reads[0].value is not None:
            same = [known[row[self.key]]["pk"] for row in rows if _is_in(known, row)]
            # Past the derivers: nothing follows from the date alone.
            self.model._base_manager.filter(pk__in=same).update(read_at=begun)  # noqa: SLF001

    def _columns(self, read: ListItem[K, T]) -> dict[str, Any]:
        row: dict[str, Any] = {self.key: read.id, "gone_at": None}
        if read.value is not None:
            return {**row, "trouble": {}, **self.facts(read.value)}
        return {**row, "trouble": pack(read.error.sentence) if read.error else {}}

    def _known(self, account: Account, rows: Sequence[dict[str, Any]]) -> _Known:
        """What is stored of these, by ``key``."""
        stored = self._rows(account, [row[self.key] for row in rows]).order_by()
        return {row[self.key]: row for row in stored.values("pk", *rows[0])}

    def _kept(self, known: _Known, row: dict[str, Any]) -> dict[str, Any]:
        """The row, with what stays as it was known."""
        before = known.get(row[self.key], {})
        return {
            name: before.get(name, value.part) if isinstance(value, Unread) else value
            for name, value in row.items()
        }

    def _insert(
        self, account: Account, rows: Sequence[dict[str, Any]], begun: datetime, *, is_read: bool
    ) -> None:
        if not rows:
            return
        new = {"read_at": begun} if is_read else self.never_read
        self.model._default_manager.bulk_create(
            self.model(account=account, first_seen_at=begun, **new, **row) for row in rows
        )

    def _write_changed(
        self, account: Account, rows: Sequence[dict[str, Any]], begun: datetime, *, is_read: bool
    ) -> None:
        if not rows:
            return
        date: Facts = {"read_at": begun} if is_read else {}
        self.model._default_manager.bulk_create(
            [self.model(account=account, first_seen_at=begun, **row, **date) for row in rows],
            update_conflicts=True,
            unique_fields=["account", self.key],
            update_fields=[*(name for name in rows[0] if name != self.key), *date],
        )


def _is_in(known: _Known, row: dict[str, Any]) -> bool:
    """Whether the row is stored as it stands."""
    key = next(iter(row.values()))
    return key in known and all(known[key][name] == value for name, value in row.items())


def is_gone(read: ListItem[K, T]) -> bool:
    """Whether a thing vanished between the list and its reading."""
    return isinstance(read.error, NotFound)
