"""How the activity log stands: its last verification, and what was signed of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet

from credentials import audit
from credentials.models import Team
from credentials.sealing import ChainVerdict

LOG_COLUMNS: Final = ("what", "entry", "mac", "at", "verdict", "signature", "public_key")


def log_rows(_teams: QuerySet[Team]) -> Iterator[dict[str, Any]]:
    """The last verification of the whole log, then every signed checkpoint, the newest first."""
    key, empty = audit.public_key(), dict.fromkeys(LOG_COLUMNS, "")
    last = audit.last_verification()
    if last is not None and last.verdict is not None:
        at = last.checked_at.isoformat() if last.checked_at else ""
        verdict = ChainVerdict(last.verdict).name.lower()
        yield {**empty, "what": "verification", "entry": last.count, "at": at, "verdict": verdict}
    for point in reversed(audit.kept_checkpoints()):
        signed = {"entry": point.seq, "mac": point.mac, "at": point.time}
        proof = {"signature": point.signature, "public_key": key}
        yield {**empty, "what": "checkpoint", **signed, **proof}
