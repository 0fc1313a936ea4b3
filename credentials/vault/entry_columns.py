"""What the vault's list sorts by and searches: columns of an entry that follow from its facts.

They are written in the transaction that changes a fact. Nothing is opened or used by them.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connections, transaction
from django.db.models import Q, QuerySet

from credentials import text_search
from credentials.core import Severity, in_batches
from credentials.models import (
    DERIVED_ENTRY_COLUMNS,
    ENTRY_MODELS,
    Account,
    Entry,
    Finding,
    Person,
    entry_description,
)
from credentials.text_search import TextIndex

#: Without an end, so that every entry has its place in that order.
WITHOUT_END: Final = datetime(9999, 1, 1, tzinfo=UTC)
#: What the search in the vault looks at; the ids are no numbers, so SQLite reads the column.
TEXT_INDEX: Final = TextIndex("credentials_entry", "", ("search_text",))
#: How bad the worst is that is found in an entry; 0 where nothing is that counts.
ENTRY_BANDS: Final[Mapping[Severity, int]] = {
    Severity.LOW: 1,
    Severity.MEDIUM: 2,
    Severity.HIGH: 3,
    Severity.CRITICAL: 4,
}
_AT_ONCE: Final = 500
#: From the common table to what the list reads of each kind.
_PATHS: Final = [
    path
    for about in (model.about for model in ENTRY_MODELS)
    for path in (about.relation, *(f"{about.relation}__{path}" for path in about.joined))
]


def derived_entry_columns(entry: Entry, *, risk_band: int) -> dict[str, Any]:
    """The derived columns of an entry of the common table."""
    about = entry_description(entry)
    kind = getattr(entry, about.relation, None)
    owner = entry.owner.email if entry.owner else ""
    shown = [entry.label, entry.used_by, owner, *(_text(kind, path) for path in about.searched)]
    return {
        "team_id": entry.account.team_id,
        "name": entry.label.casefold()[:_LONGEST],
        "account_name": entry.account.label.casefold()[:_LONGEST],
        "owner_name": owner.casefold()[:_LONGEST],
        "ends": getattr(kind, "expires_at", None) or WITHOUT_END,
        "search_text": "\n".join(filter(None, shown)).casefold(),
        "risk_band": risk_band,
    }


@transaction.atomic
def refresh_entries(entries: QuerySet[Entry]) -> int:
    """Bring the columns of these entries up to date; how many entries differed."""
    ids = list(entries.order_by("pk").values_list("pk", flat=True))
    parts = in_batches(ids, _AT_ONCE)
    return sum(_write(_differing(Entry.objects.filter(pk__in=part))) for part in parts)


def rebuild_entry_rows(accounts: QuerySet[Account]) -> tuple[int, int]:
    """Work out every entry's columns anew; how many entries there are, and how many differed."""
    entries = [Entry.objects.filter(account=account) for account in accounts]
    return sum(own.count() for own in entries), sum(map(refresh_entries, entries))


def on_listed_entry_saved(*, instance: Entry, **_: Any) -> None:
    """Receiver of ``post_save``: an application is named on its keys as well."""
    own = Q(pk=instance.pk) | Q(as_consumer_key__application=instance.pk)
    refresh_entries(Entry.objects.filter(own))


def on_owner_saved(*, instance: Person, **_: Any) -> None:
    """Receiver of ``post_save``."""
    own = Entry.objects.filter(owner=instance)
    refresh_entries(own.exclude(owner_name=instance.email.casefold()[:_LONGEST]))


def on_listed_account_saved(*, instance: Account, **_: Any) -> None:
    """Receiver of ``post_save``."""
    same = {"account_name": instance.label.casefold()[:_LONGEST], "team": instance.team_id}
    refresh_entries(Entry.objects.filter(account=instance).exclude(**same))


def on_vault_migrated(*, using: str, **_: Any) -> None:
    """Receiver of ``post_migrate``: entries of a version that had no such columns are filled."""
    database = connections[using]
    if text_search.has_columns(database, Entry._meta.db_table, DERIVED_ENTRY_COLUMNS[1:]):
        text_search.install(database, TEXT_INDEX)
        judged = Q(risk_band=0, pk__in=_counting().values("entry")) | Q(
            risk_band=0, pk__in=_counting().values("credential__stored")
        )
        refresh_entries(Entry.objects.filter(Q(team=None) | judged))


def _counting() -> QuerySet[Finding]:
    return Finding.objects.filter(
        resolved_at=None, is_muted=False, severity__in=ENTRY_BANDS
    ).order_by()


def _risk_bands(entries: Collection[Entry]) -> Mapping[uuid.UUID, int]:
    """The worst that is found in each of them, or in the live key that it keeps."""
    numbers = [entry.pk for entry in entries]
    own = Q(entry__in=numbers) | Q(credential__stored__in=numbers)
    rows = _counting().filter(own).values_list("entry", "credential__stored", "severity")
    bands: dict[uuid.UUID, int] = {}
    for entry, kept, severity in rows:
        number, band = entry or kept, ENTRY_BANDS[Severity(severity)]
        bands[number] = max(band, bands.get(number, 0))
    return bands


def _differing(entries: QuerySet[Entry]) -> Iterator[Entry]:
    every = list(entries.select_related("account", "owner", *_PATHS))
    bands = _risk_bands(every)
    for entry in every:
        columns = derived_entry_columns(entry, risk_band=bands.get(entry.pk, 0))
        if any(getattr(entry, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(entry, name, value)
            yield entry


def _write(entries: Iterable[Entry]) -> int:
    """Past ``save``, which tells of an entry: it is this column that is brought up to date."""
    changed = list(entries)
    Entry.objects.bulk_update(changed, DERIVED_ENTRY_COLUMNS, batch_size=100)
    return len(changed)


def _text(kind: object, path: str) -> str:
    """What a path from the model of a kind leads to; nothing where a row is missing."""
    value = kind
    for name in path.split("__"):
        value = getattr(value, name, None)
    return str(value) if value else ""


_LONGEST: Final = 255
