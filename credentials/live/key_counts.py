"""The counts that are kept of live keys: how many are alike, and how many were valid on each day.

They change in the transaction that changes the rows, by as much as those do.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from credentials.core import in_batches
from credentials.models import Account, LiveCredential, LiveKeyCount, LiveKeyDay, add_to_rows

_ALIKE: Final = ("account_id", "read_state", "risk_band", "reaches_everything", "is_stored")
_DAY: Final = ("account_id", "day")
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """``alike`` by the columns of ``LiveKeyCount``, ``days`` by account and day."""

    alike: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    days: Counter[tuple[uuid.UUID, date]] = field(default_factory=Counter)


def of(ids: Collection[int]) -> Counts:
    """What these rows, of ``LiveCredential``, add to the counts."""
    total = Counts()
    for batch in in_batches(sorted(ids), _AT_ONCE):
        part = counted(LiveCredential.objects.filter(pk__in=batch))
        total.alike.update(part.alike)
        total.days.update(part.days)
    return total


def of_rows(keys: Iterable[LiveCredential]) -> Counts:
    """The same, by the rows as they are in memory."""
    total = Counts()
    for key in keys:
        if key.state_rank is None:
            continue
        total.alike[
            key.account_id,
            key.read_state,
            key.risk_band,
            key.reaches_everything,
            key.stored_id is not None,
        ] += 1
        if key.valid_from is not None:
            total.days[key.account_id, key.valid_from] += 1
            if key.valid_until is not None:
                total.days[key.account_id, key.valid_until] -= 1
    return total


def counted(keys: QuerySet[LiveCredential]) -> Counts:
    """What these rows add to the counts; a new row is not counted yet."""
    filled = keys.filter(state_rank__isnull=False).order_by()
    alike = filled.annotate(is_stored=Q(stored__isnull=False)).values_list(*_ALIKE)
    total = Counts(_as_counter(alike.annotate(Count("pk"))))
    total.days.update(_as_counter(_days(filled, "valid_from")))
    total.days.subtract(_as_counter(_days(filled, "valid_until")))
    return total


def kept(account: Account) -> Counts:
    """The counts of an account as they stand."""
    alike = account.live_key_counts.values_list(*_ALIKE, "count")
    days = account.live_key_days.values_list("account_id", "day", "change")
    return Counts(_as_counter(alike), _as_counter(days))


def change(before: Counts, after: Counts) -> None:
    """Have the counts differ by what these do. The accounts are locked."""
    add_to_rows(LiveKeyCount, _ALIKE, "count", _differences(before.alike, after.alike))
    add_to_rows(LiveKeyDay, _DAY, "change", _differences(before.days, after.days))


def differing(before: Counts, after: Counts) -> int:
    """How many counts of the one are not those of the other."""
    pairs = ((before.alike, after.alike), (before.days, after.days))
    return sum(1 for pair in pairs for _group in _differences(*pair))


def _days(keys: QuerySet[LiveCredential], column: str) -> Iterable[tuple[Any, ...]]:
    days = keys.filter(valid_from__isnull=False).exclude(**{column: None})
    return days.values_list("account_id", column).annotate(Count("pk"))


def _as_counter(rows: Iterable[tuple[Any, ...]]) -> Counter[Any]:
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def _differences(before: Counter[Any], after: Counter[Any]) -> dict[Any, int]:
    groups = dict.fromkeys(chain(before, after))
    changes = {group: after[group] - before[group] for group in groups}
    return {group: number for group, number in changes.items() if number}
