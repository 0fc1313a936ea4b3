"""Audit entries as people read them: who did what to which thing, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.translation import gettext

from credentials.chain import Verdict
from credentials.enums import Outcome
from credentials.models import AuditEntry, AuditSeal
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


@dataclass(frozen=True, slots=True)
class Seal:
    """What the last verification of the whole log found, in a word of its own."""

    says: str
    tone: str
    icon: str
    checked_at: datetime | None


def seal_of(seal: AuditSeal) -> Seal:
    """Four ways it can stand, and a fifth: nobody has looked yet."""
    found = {
        None: (gettext("Chain not checked yet"), "idle", "shield-check"),
        Verdict.INTACT: (gettext("Chain intact, %(count)s entries"), "good", "shield-check"),
        Verdict.TAMPERED: (
            gettext("Chain broken: entry %(first_bad)s is the first that does not hold"),
            "bad",
            "triangle-alert",
        ),
        Verdict.CUT: (
            gettext("Log cut: it ends before entry %(first_bad)s"),
            "bad",
            "triangle-alert",
        ),
        Verdict.UNKNOWN: (
            gettext("Chain cannot be checked: its key does not open"),
            "bad",
            "triangle-alert",
        ),
    }
    words, tone, icon = found[None if seal.verdict is None else Verdict(seal.verdict)]
    values = {"count": intcomma(seal.count), "first_bad": intcomma(seal.first_bad or 0)}
    return Seal(words % values, tone, icon, seal.checked_at)


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
        "key_id": gettext("cannot open (key id %(key_id)s)"),
        "format": gettext("as %(format)s"),
        "to": gettext("to %(to)s"),
        "repeated": gettext("%(repeated)s more times within a minute"),
        "path": gettext("%(method)s %(path)s"),
    }
    return ", ".join(words % details for name, words in notes.items() if details.get(name))


def _purpose(stored: object) -> str:
    """Why Keydesk itself used a secret; what has no words of its own is told as it was stored."""
    known = labels.PURPOSES.get(str(stored))
    return str(known or stored)
