"""What keys there are: those that OVHcloud lists, and entries of the vault that it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.db.models import QuerySet

from credentials import live
from credentials.models import Entry, LiveCredential, Team, entry_description

CHUNK: Final = 1000
INVENTORY_COLUMNS: Final = (
    "team", "account", "region", "kind", "name", "number", "state", "band", "rights", "addresses",
    "created", "last_used", "expires", "in_vault_as", "owner",
)  # fmt: skip
_BANDS: Final = {
    **{band: severity.value for severity, band in live.BANDS.items()},
    live.EXCEPTIONS_ONLY: "exceptions-only",
    live.NO_RISK: "nothing-found",
    live.UNKNOWN_RISK: "not-read",
    live.OPENS_NOTHING: "opens-nothing",
}


def inventory_rows(teams: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    """Every live key that is listed, then every entry of the vault that is none of them."""
    return chain(_live(teams), _stored(teams))


def _live(teams: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    keys = LiveCredential.objects.filter(live.IS_LISTED, account__team__in=teams)
    read = keys.select_related("account__team", "stored__owner").defer("search_text")
    return map(_live_row, read.order_by("pk").iterator(chunk_size=CHUNK))


def _stored(teams: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    entries = Entry.objects.filter(account__team__in=teams, archived_at=None)
    listed = LiveCredential.objects.filter(live.IS_LISTED, stored__isnull=False).values("stored")
    rows = entries.exclude(pk__in=listed).select_related("account__team", "owner")
    return map(_entry_row, rows.order_by("pk").iterator(chunk_size=CHUNK))


def _live_row(key: LiveCredential) -> dict[str, Any]:
    rules = key.rules if isinstance(key.rules, list) else []
    owner = key.stored.owner if key.stored else None
    return {
        "team": key.account.team.name,
        "account": key.account.label,
        "region": key.account.endpoint,
        "kind": "live-key",
        "name": key.shown_name,
        "number": str(key.credential_id),
        "state": key.state,
        "band": _BANDS[live.band_of(key)],
        "rights": [f"{rule.get('method')} {rule.get('path')}" for rule in rules],
        "addresses": list(key.allowed_ips) if key.are_addresses_known else "",
        "created": _text(key.creation),
        "last_used": _text(key.last_use),
        "expires": _text(key.expiration),
        "in_vault_as": key.stored.label if key.stored else "",
        "owner": owner.email if owner else "",
    }


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {
        **dict.fromkeys(INVENTORY_COLUMNS, ""),
        "team": entry.account.team.name,
        "account": entry.account.label,
        "region": entry.account.endpoint,
        "kind": entry_description(entry).relation.removeprefix("as_").replace("_", "-"),
        "name": entry.label,
        "rights": [],
        "addresses": [],
        "created": _text(entry.created_at),
        "in_vault_as": entry.label,
        "owner": entry.owner.email if entry.owner else "",
    }


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
