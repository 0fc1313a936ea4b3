"""Writing down what a list says: rows are inserted, updated, never removed.

A thing that could not be read keeps the facts known of it, with the cause beside them. Nothing
that was taken back while the list was being read comes back with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from credentials.core import NotFound, pack
from credentials.live import kept_rows
from credentials.models import Account
from credentials.ovhcloud import ListItem

K = TypeVar("K", int, str)
T = TypeVar("T")
Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """``key`` names a row within its account; ``facts`` are the columns that a reading fills.

    ``listed`` are the rows that the list speaks of: of these, what it leaves out is gone.
    """

    model: type[models.Model]
    key: str
    facts: Callable[[T], Facts]
    listed: Q = field(default_factory=Q)

    @transaction.atomic
    def write(self, account: Account, reads: Sequence[ListItem[K, T]], *, begun: datetime) -> None:
        """Write down a part of the list, the reading of which began at ``begun``."""
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

    def _rows(self, account: Account, keys: Sequence[K]) -> QuerySet[models.Model]:
        rows = self.model._default_manager.filter(account=account)
        return rows.filter(**{f"{self.key}__in": keys})

    def _upsert(self, account: Account, reads: Sequence[ListItem[K, T]], begun: datetime) -> None:
        """Insert or update; all of ``reads`` are read, or none is."""
        rows = [self._columns(read, begun) for read in reads]
        if rows:
            self.model._default_manager.bulk_create(
                [self.model(account=account, first_seen_at=begun, **row) for row in rows],
                update_conflicts=True,
                unique_fields=["account", self.key],
                update_fields=[name for name in rows[0] if name != self.key],
            )

    def _columns(self, read: ListItem[K, T], begun: datetime) -> dict[str, Any]:
        row: dict[str, Any] = {self.key: read.id, "gone_at": None}
        if read.value is not None:
            return {**row, "read_at": begun, "trouble": {}, **self.facts(read.value)}
        return {**row, "trouble": pack(read.error.sentence) if read.error else {}}


def is_gone(read: ListItem[K, T]) -> bool:
    """Whether a thing vanished between the list and its reading."""
    return isinstance(read.error, NotFound)
