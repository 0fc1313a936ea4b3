"""All rows and counts of live keys worked out anew: the proof that none differs, and the repair."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connections
from django.db.models import Q, QuerySet

from credentials import text_search
from credentials.live import kept_rows
from credentials.live.key_list import TEXT_INDEX
from credentials.live.row_derivation import DERIVATION
from credentials.models import Account, LiveCredential

_AT_ONCE: Final = 1000
_NEWEST: Final = ("state_rank", "valid_until", "derivation")


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """How many rows were looked at so far, and how many rows and counts differed."""

    rows: int = 0
    differing_rows: int = 0
    differing_counts: int = 0


def rebuild_rows(
    accounts: QuerySet[Account], *, progress: Callable[[Rebuilding], object] = lambda _: None
) -> Rebuilding:
    """Work out every row and count of the accounts from the facts, a batch a transaction."""
    done = Rebuilding()
    for account in accounts.order_by("pk"):
        for ids in _batches(account):
            differing = kept_rows.refresh(ids)
            done = Rebuilding(done.rows + len(ids), done.differing_rows + differing)
            progress(done)
    wrong = sum(map(kept_rows.count_anew, accounts))
    return Rebuilding(done.rows, done.differing_rows, wrong)


def on_migrated(*, using: str, **_: Any) -> None:
    """Receiver of ``post_migrate``: rows of a version that had none, or others, are filled."""
    database = connections[using]
    if not text_search.has_columns(database, LiveCredential._meta.db_table, _NEWEST):
        return
    text_search.install(database, TEXT_INDEX)
    work_out_older_rows()


def work_out_older_rows() -> None:
    """Fill the rows that no version worked out, or an earlier one in another way."""
    unfilled = LiveCredential.objects.filter(Q(state_rank=None) | ~Q(derivation=DERIVATION))
    while ids := list(unfilled.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
        kept_rows.refresh(ids)


def _batches(account: Account) -> Iterator[list[int]]:
    last, keys = 0, LiveCredential.objects.filter(account=account).order_by("pk")
    while ids := list(keys.filter(pk__gt=last).values_list("pk", flat=True)[:_AT_ONCE]):
        yield ids
        last = ids[-1]
