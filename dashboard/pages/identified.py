"""Values of a text that are kept here, as rows: what each is, whose, and who knows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from credentials.core import EntryKind
from credentials.models import Entry, entry_description
from credentials.onboarding import KnownValue
from dashboard import labels
from dashboard.pages import entry_rows
from dashboard.pages.entry_rows import EntryRow


@dataclass(frozen=True, slots=True)
class Row:
    """``value`` is the value in words; ``version`` its number, 0 for what is kept in clear."""

    line: int
    value: labels.Label
    version: int
    is_newest: bool
    row: EntryRow
    known_to: tuple[str, ...]


def rows_of(known: Iterable[KnownValue]) -> list[Row]:
    """The rows, in the order of the text; one query for all their entries."""
    listed = list(known)
    entries = Entry.objects.filter(pk__in={value.holding.entry.pk for value in listed})
    shown = {row.entry.pk: row for row in entry_rows.rows_of(entry_rows.complete(entries))}
    return [_row(value, shown[value.holding.entry.pk]) for value in listed]


def _row(value: KnownValue, shown: EntryRow) -> Row:
    version = value.holding.version
    kind = EntryKind(shown.entry.kind)
    clear = entry_description(shown.entry).clear
    in_clear = gettext(clear[0].label) if clear else gettext("Credential id")
    return Row(
        line=value.line,
        value=labels.SECRETS[kind] if version else in_clear,
        version=version.number if version else 0,
        is_newest=value.holding.is_newest,
        row=shown,
        known_to=value.known_to,
    )
