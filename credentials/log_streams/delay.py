"""How far behind a stream is."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet, Subquery

from credentials import teams
from credentials.models import LogStream


def with_delay(streams: QuerySet[LogStream]) -> list[tuple[LogStream, datetime | None]]:
    """Each with when the oldest entry was written that was not taken yet; None where all were."""
    waiting = teams.entries_after("team_id", "acknowledged")
    rows = streams.annotate(waiting_since=Subquery(waiting.values("time")[:1]))
    return [(row, row.waiting_since) for row in rows]
