"""The reading of each account as a line of a page: how fresh, in what trouble, what to do."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from credentials import live
from credentials.core import Permission, Sentence, SyncState, gettext_noop, ngettext_noop, say
from credentials.live import SyncStatus
from credentials.models import Account


@dataclass(frozen=True, slots=True)
class SyncStatusRow:
    reading: SyncStatus
    may: frozenset[Permission]

    @property
    def account(self) -> Account:
        return self.reading.account

    @property
    def is_whole(self) -> bool:
        """Whether the newest reading brought everything: there is no more to say than when."""
        is_done = self.reading.latest is not None and self.reading.latest.state == SyncState.DONE
        return is_done and not self.reading.causes

    @property
    def is_stale(self) -> bool:
        """Whether the newest reading failed, so that an older one is shown."""
        return self.reading.read_at is not None and self._condition in ("failed", "stopped")

    @property
    def urgency(self) -> int:
        """The place of the line among others: trouble first."""
        return _TONES.index(self.tone)

    @property
    def may_sync(self) -> bool:
        return Permission.SYNC in self.may

    @property
    def starts_itself(self) -> bool:
        """Whether the page starts the first reading without being asked."""
        return self.reading.is_untried and self.may_sync

    @property
    def tone(self) -> str:
        return _APPEARANCE[self._condition][0]

    @property
    def icon(self) -> str:
        return _APPEARANCE[self._condition][1]

    @property
    def says(self) -> Sentence:
        """The state of the reading, to go on after the account's name."""
        latest = self.reading.latest
        count = {"done": latest.done, "total": latest.total or latest.done} if latest else {}
        return say(_APPEARANCE[self._condition][2], **count)

    @property
    def pace(self) -> Sentence | None:
        """The calls of a reading under way, and what it waits for."""
        latest = self.reading.latest
        if latest is None or not latest.calls or not self.reading.is_under_way:
            return None
        wait = (latest.next_call_at - timezone.now()).total_seconds() if latest.next_call_at else 0
        if wait < 1:
            return say(_CALLS, count=latest.calls)
        return say(_WAITS, count=latest.calls, seconds=round(wait))

    @property
    def _condition(self) -> str:
        latest = self.reading.latest
        if latest is None:
            return "untried" if self.reading.is_untried else "keyless"
        if self.reading.is_cut_off or latest.state == SyncState.FAILED:
            return "stopped" if latest.done else "failed"
        if latest.state == SyncState.DONE:
            return "whole" if self.is_whole else "partial"
        if latest.state == SyncState.QUEUED:
            return "queued"
        return "running" if latest.total else "begun"


_CALLS = gettext_noop("Calls so far: %(count)s.")
_WAITS = gettext_noop(
    "Calls so far: %(count)s. Waiting for OVHcloud's limit, next call in %(seconds)s s."
)
_TONES = ("bad", "wait", "accent", "good")
# The state of a reading, to its tone, its icon, and what is said after the account's name.
_APPEARANCE = {
    "untried": ("accent", "info", gettext_noop("has not been read yet.")),
    "keyless": ("wait", "triangle-alert", gettext_noop("cannot be read: no management key.")),
    "queued": ("accent", "hourglass", gettext_noop("waits to be read.")),
    "running": (
        "accent",
        "hourglass",
        ngettext_noop(
            "is being read: %(done)s of %(total)s key.",
            "is being read: %(done)s of %(total)s keys.",
            by="total",
        ),
    ),
    "begun": ("accent", "hourglass", gettext_noop("is being read.")),
    "partial": ("wait", "triangle-alert", gettext_noop("was read in part.")),
    "stopped": (
        "bad",
        "circle-alert",
        ngettext_noop(
            "was read in part, %(done)s of %(total)s key.",
            "was read in part, %(done)s of %(total)s keys.",
            by="total",
        ),
    ),
    "failed": ("bad", "circle-alert", gettext_noop("was not read.")),
    "whole": (
        "good",
        "circle-check",
        ngettext_noop(
            "was read just now: %(done)s key.", "was read just now: %(done)s keys.", by="done"
        ),
    ),
}


def urgent(rows: Sequence[SyncStatusRow]) -> list[SyncStatusRow]:
    """The lines that have more to say than when, trouble first."""
    return sorted((row for row in rows if not row.is_whole), key=lambda row: row.urgency)


def oldest(rows: Sequence[SyncStatusRow]) -> datetime | None:
    """When the account that was read longest ago was read."""
    moments = [row.reading.read_at for row in rows if row.reading.read_at]
    return min(moments, default=None)


def sync_rows(
    accounts: QuerySet[Account], may: Mapping[uuid.UUID, frozenset[Permission]]
) -> list[SyncStatusRow]:
    return [
        SyncStatusRow(reading, may.get(reading.account.team_id, frozenset()))
        for reading in live.sync_statuses(accounts)
    ]
