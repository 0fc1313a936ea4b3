"""Vault entries as the rows of a list: the part of each kind that is no secret, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from credentials import findings, teams, vault
from credentials.core import EntryKind
from credentials.models import (
    ENTRY_MODELS,
    Entry,
    Finding,
    SecretVersion,
    entry_description,
)
from dashboard import labels

#: From the common table to what a row reads of each kind.
_PATHS = [
    path
    for about in (model.about for model in ENTRY_MODELS)
    for path in (about.relation, *(f"{about.relation}__{path}" for path in about.joined))
]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """``entry`` carries ``state``, ``kept_count`` and ``version_count`` beside its columns.

    ``clear`` is what tells it from others: an application key, a client id, a credential id;
    ``worst`` is the worst that is found in it.
    """

    entry: Any
    kind: labels.Label
    environment: labels.Label
    clear: str
    application: str
    expires_at: datetime | None
    is_against_policy: bool
    worst: Finding | None


def complete(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """The entries with all that a row needs, however many there are: one query."""
    versions = SecretVersion.objects.filter(entry=OuterRef("pk")).order_by().values("entry")
    joined = entries.select_related("account__team", "owner", *_PATHS)
    return joined.annotate(
        state=vault.entry_state(),
        version_count=_count(versions),
        kept_count=_count(versions.filter(destroyed_at=None)),
    )


def _count(versions: QuerySet[SecretVersion, Any]) -> Coalesce:
    """How many there are of a row's, counted for the rows that are shown."""
    return Coalesce(Subquery(versions.annotate(count=Count("pk")).values("count")), 0)


def rows_of(entries: Iterable[Entry]) -> list[EntryRow]:
    every = list(entries)
    worst = findings.worst_in_entries([entry.pk for entry in every])
    return [_row(entry, worst.get(entry.pk)) for entry in every]


def _row(entry: Entry, worst: Finding | None) -> EntryRow:
    kind = EntryKind(entry.kind)
    key = entry.as_consumer_key if kind is EntryKind.CONSUMER_KEY else None
    return EntryRow(
        entry=entry,
        kind=labels.KINDS[kind],
        environment=labels.ENVIRONMENTS[entry.environment] if entry.environment else "",
        clear=getattr(entry, entry_description(entry).relation).identifier,
        application=key.application.label if key else "",
        expires_at=key.expires_at if key else None,
        is_against_policy=bool(key and teams.breaches_of_key(key)),
        worst=worst,
    )
