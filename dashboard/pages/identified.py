"""Values of a text that are kept here, as rows: what each is, whose, and who knows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from credentials.core import EntryKind
from credentials.models import Account, Entry, LiveApplication, LiveCredential, entry_description
from credentials.onboarding import KnownValue, ListedValue
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
    last_use: datetime | None = None
    rule_count: int | None = None


@dataclass(frozen=True, slots=True)
class ListedRow:
    """What OVHcloud lists and no entry keeps; ``url`` is its page."""

    line: int
    value: str
    name: str
    account: Account
    is_gone: bool
    read_at: datetime | None
    url: str


def rows_of(known: Iterable[KnownValue]) -> list[Row]:
    """The rows, in the order of the text; one query for all their entries."""
    listed = list(known)
    entries = Entry.objects.filter(pk__in={value.holding.entry.pk for value in listed})
    shown = {row.entry.pk: row for row in entry_rows.rows_of(entry_rows.complete(entries))}
    uses = dict(LiveCredential.objects.filter(stored__in=shown).values_list("stored", "last_use"))
    return [_row(value, shown[value.holding.entry.pk], uses) for value in listed]


def listed_rows_of(listed: Iterable[ListedValue]) -> list[ListedRow]:
    """The ids that are listed and not kept, in the order of the text."""
    return [_listed_row(value) for value in listed]


def _listed_row(value: ListedValue) -> ListedRow:
    live, account = value.live, value.live.account
    is_application = isinstance(live, LiveApplication)
    arguments = [account.pk, live.application_id] if isinstance(live, LiveApplication) else []
    return ListedRow(
        line=value.line,
        value=gettext("Application key") if is_application else gettext("Client id"),
        name=str(live),
        account=account,
        is_gone=live.gone_at is not None,
        read_at=live.read_at,
        url=reverse("live:application" if arguments else "service_accounts:list", args=arguments),
    )


def _row(value: KnownValue, shown: EntryRow, uses: Mapping[UUID, datetime | None]) -> Row:
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
        last_use=uses.get(shown.entry.pk),
        rule_count=len(shown.entry.as_consumer_key.rules) if _has_rules(kind) else None,
    )


def _has_rules(kind: EntryKind) -> bool:
    return kind is EntryKind.CONSUMER_KEY
