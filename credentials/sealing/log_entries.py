"""Entries of the log as credentials.sealing.chain reads them, and the newest of them."""

from __future__ import annotations

import hmac
from typing import Any

from credentials.core import LogChangedOutside
from credentials.models import AuditEntry
from credentials.sealing import chain


def as_row(entry: AuditEntry) -> dict[str, Any]:
    """An entry as the mapping that credentials.sealing.chain reads and an export holds."""
    row: dict[str, Any] = {name: getattr(entry, name) for name in chain.FIELDS}
    team_id = str(entry.team_id) if entry.team_id else ""
    return {**row, "time": entry.time.isoformat(), "team_id": team_id, "mac": entry.mac}


def is_genuine(entry: AuditEntry, key: bytes) -> bool:
    """Whether Keydesk wrote the entry as it stands; ``key`` is that of the log's chain."""
    return hmac.compare_digest(entry.mac.encode(), chain.mac(key, as_row(entry)).encode())


def newest(key: bytes) -> AuditEntry | None:
    """The newest entry; None where there is none.

    Raises ``LogChangedOutside`` for one that Keydesk did not write as it stands.
    """
    entry = AuditEntry.objects.order_by("-seq").first()
    if entry is not None and not is_genuine(entry, key):
        raise LogChangedOutside
    return entry
