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
#: The columns of a live key: those of the inventory, and what no entry of the vault has.
LIVE_KEY_COLUMNS: Final = (
    *INVENTORY_COLUMNS,
    "application",
    "used_by",
    "first_seen",
    "read",
    "gone",
)
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


def live_key_rows(keys: QuerySet[LiveCredential]) -> Iterator[dict[str, Any]]:
    """A row for each of these keys, in their order."""
    return map(_whole_live_row, _loaded(keys).iterator(chunk_size=CHUNK))


def _live(teams: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    keys = LiveCredential.objects.filter(live.IS_LISTED, account__team__in=teams)
    return map(_live_row, _loaded(keys).order_by("pk").iterator(chunk_size=CHUNK))


def _loaded(keys: QuerySet[LiveCredential]) -> QuerySet[LiveCredential]:
    return keys.select_related("account__team", "stored__owner", "owner").defer("search_text")


def _stored(teams: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    entries = Entry.objects.filter(account__team__in=teams, archived_at=None)
    listed = LiveCredential.objects.filter(live.IS_LISTED, stored__isnull=False).values("stored")
    rows = entries.exclude(pk__in=listed).select_related("account__team", "owner")
    return map(_entry_row, rows.order_by("pk").iterator(chunk_size=CHUNK))


def _live_row(key: LiveCredential) -> dict[str, Any]:
    owner = (key.stored.owner if key.stored else None) or key.owner
    return {
        "team": key.account.team.name,
        "account": key.account.label,
        "region": key.account.endpoint,
        "kind": "live-key",
        "name": key.shown_name,
        "number": str(key.credential_id),
        "state": key.state,
        "band": _BANDS[live.band_of(key)],
        "rights": [f"{method} {path}" for method, path in live.methods_and_paths(key.rules)],
        "addresses": list(key.allowed_ips) if key.are_addresses_known else "",
        "created": _text(key.creation),
        "last_used": _text(key.last_use),
        "expires": _text(key.expiration),
        "in_vault_as": key.stored.label if key.stored else "",
        "owner": owner.email if owner else "",
    }


def _whole_live_row(key: LiveCredential) -> dict[str, Any]:
    return {
        **_live_row(key),
        "application": "" if key.application_id is None else str(key.application_id),
        "used_by": key.stored.used_by if key.stored else "",
        "first_seen": _text(key.first_seen_at),
        "read": _text(key.read_at),
        "gone": _text(key.gone_at),
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
