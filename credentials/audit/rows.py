"""An entry as credentials.chain reads it."""

from __future__ import annotations

from typing import Any

from credentials import chain
from credentials.models import AuditEntry


def as_row(entry: AuditEntry) -> dict[str, Any]:
    """An entry as the mapping that credentials.chain reads and an export holds."""
    row: dict[str, Any] = {name: getattr(entry, name) for name in chain.FIELDS}
    team_id = str(entry.team_id) if entry.team_id else ""
    return {**row, "time": entry.time.isoformat(), "team_id": team_id, "mac": entry.mac}
