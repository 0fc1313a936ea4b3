"""Live keys as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from credentials import rights
from credentials.models import LiveCredential

COLUMNS: Final = (
    "account",
    "endpoint",
    "credential_id",
    "application_id",
    "name",
    "state",
    "rules",
    "allowed_ips",
    "created",
    "expires",
    "last_use",
    "vault_entry",
    "used_by",
    "first_seen",
    "read",
    "gone",
)
_AT_ONCE: Final = 500


def export_rows(
    keys: QuerySet[LiveCredential],
) -> Iterator[dict[str, str | int | list[str] | None]]:
    """A row for each key; states are the stored words, moments in UTC. No secret is known here."""
    for key in keys.iterator(_AT_ONCE):
        yield {
            "account": key.account.label,
            "endpoint": key.account.endpoint,
            "credential_id": key.credential_id,
            "application_id": key.application_id,
            "name": key.shown_name,
            "state": key.state,
            "rules": [str(rule) for rule in rights.rules_from_api(key.rules)],
            "allowed_ips": list(key.allowed_ips) if key.are_addresses_known else None,
            "created": _moment(key.creation),
            "expires": _moment(key.expiration),
            "last_use": _moment(key.last_use),
            "vault_entry": key.stored.label if key.stored else None,
            "used_by": key.stored.used_by if key.stored else None,
            "first_seen": _moment(key.first_seen_at),
            "read": _moment(key.read_at),
            "gone": _moment(key.gone_at),
        }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
