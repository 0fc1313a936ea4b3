"""Vault entries as the rows of a list: the part of each kind that is no secret, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from credentials import entries, policing
from credentials.enums import EntryKind
from credentials.models import Entry
from dashboard import labels


@dataclass(frozen=True, slots=True)
class EntryRow:
    """``entry`` carries ``state``, ``kept_count`` and ``version_count`` beside its columns.

    ``clear`` is what tells it from others: an application key, a client id, a credential id.
    """

    entry: Any
    kind: labels.Label
    environment: labels.Label
    clear: str
    application: str
    expires_at: datetime | None
    is_against_policy: bool


def complete(found: QuerySet[Entry]) -> QuerySet[Entry]:
    """The entries with all that a row needs, however many there are: one query."""
    joined = found.select_related(
        "account__team",
        "owner",
        "as_application",
        "as_consumer_key__application",
        "as_consumer_key__account__team",
        "as_service_account",
    )
    return joined.annotate(
        state=entries.state(),
        version_count=Count("versions"),
        kept_count=Count("versions", filter=Q(versions__forgotten_at=None)),
    )


def rows_of(found: Iterable[Entry]) -> list[EntryRow]:
    return [_row(entry) for entry in found]


def _row(entry: Entry) -> EntryRow:
    kind = EntryKind(entry.kind)
    key = entry.as_consumer_key if kind is EntryKind.CONSUMER_KEY else None
    return EntryRow(
        entry=entry,
        kind=labels.KINDS[kind],
        environment=labels.ENVIRONMENTS[entry.environment] if entry.environment else "",
        clear=_clear(entry, kind),
        application=key.application.label if key else "",
        expires_at=key.expires_at if key else None,
        is_against_policy=bool(key and policing.breaches_of(key)),
    )


def _clear(entry: Entry, kind: EntryKind) -> str:
    if kind is EntryKind.APPLICATION:
        return entry.as_application.application_key
    if kind is EntryKind.SERVICE_ACCOUNT:
        return entry.as_service_account.client_id
    credential_id = entry.as_consumer_key.credential_id
    return f"#{credential_id}" if credential_id else ""
