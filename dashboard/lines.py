"""Audit entries as people read them: who did what to which thing, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from credentials.enums import Outcome
from credentials.models import AuditEntry
from dashboard import labels

_TONES: dict[str, str] = {Outcome.STARTED: "idle", Outcome.DENIED: "wait", Outcome.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class Line:
    """One event. ``outcome`` is empty where it ended as it should."""

    seq: int
    time: datetime
    actor: str
    does: str
    subject: str
    note: str
    address: str
    outcome: str
    tone: str

    @property
    def day(self) -> date:
        return timezone.localtime(self.time).date()


def lines_of(entries: Iterable[AuditEntry]) -> list[Line]:
    return [_line(entry) for entry in entries]


def _line(entry: AuditEntry) -> Line:
    return Line(
        seq=entry.seq,
        time=entry.time,
        actor=entry.actor,
        does=str(labels.ACTIONS.get(entry.action, entry.action)),
        subject=entry.subject,
        note=_note(entry),
        address=entry.address,
        outcome=_ending(entry.outcome),
        tone=_TONES.get(entry.outcome, "good"),
    )


def _ending(outcome: str) -> str:
    return "" if outcome == Outcome.DONE else str(labels.OUTCOMES.get(outcome, outcome))


def _note(entry: AuditEntry) -> str:
    """The details that add something, in words."""
    details = entry.details | {"purpose": _purpose(entry.details.get("purpose", ""))}
    notes = {
        "version": gettext("version %(version)s"),
        "note": gettext("“%(note)s”"),
        "purpose": "%(purpose)s",
        "person": gettext("%(person)s"),
        "role": gettext("as %(role)s"),
        "keys": gettext("%(keys)s keys"),
        "cause": gettext("cause: %(cause)s"),
        "path": gettext("%(method)s %(path)s"),
    }
    return ", ".join(words % details for name, words in notes.items() if details.get(name))


def _purpose(stored: object) -> str:
    """Why Keydesk itself used a secret; what has no words of its own is told as it was stored."""
    known = labels.PURPOSES.get(str(stored))
    return str(known or stored)
