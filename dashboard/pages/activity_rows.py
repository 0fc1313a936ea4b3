"""Audit entries as people read them: who did what to which thing, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from credentials.core import Outcome
from credentials.models import AuditEntry, LogVerification
from credentials.sealing import ChainVerdict
from dashboard import activity_labels

_TONES: dict[str, str] = {Outcome.STARTED: "idle", Outcome.DENIED: "wait", Outcome.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class ActivityRow:
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
class ChainStatus:
    """What the last verification of the whole log found, in a word of its own."""

    says: str
    tone: str
    icon: str
    checked_at: datetime | None


def chain_status(last: LogVerification, *, missing: int = 0) -> ChainStatus:
    """Four verdicts, and a fifth state: it was never verified. Entries that are ``missing`` now
    come before what was found when somebody looked."""
    if missing:
        words = ngettext(
            "Log incomplete: %(count)s entry is missing now",
            "Log incomplete: %(count)s entries are missing now",
            missing,
        )
        values = {"count": intcomma(missing)}
        return ChainStatus(words % values, "bad", "triangle-alert", timezone.now())
    appearances = {
        None: (gettext("Chain not checked yet"), "idle", "shield-check"),
        ChainVerdict.INTACT: (_intact(last.count), "good", "shield-check"),
        ChainVerdict.TAMPERED: (
            gettext("Chain broken: entry %(first_bad)s is the first that does not hold"),
            "bad",
            "triangle-alert",
        ),
        ChainVerdict.CUT: (
            gettext("Log cut: it ends before entry %(first_bad)s"),
            "bad",
            "triangle-alert",
        ),
        ChainVerdict.UNKNOWN: (
            gettext("Chain cannot be checked: its key does not open"),
            "bad",
            "triangle-alert",
        ),
    }
    verdict = next((verdict for verdict in ChainVerdict if verdict == last.verdict), None)
    words, tone, icon = appearances[verdict]
    values = {"count": intcomma(last.count), "first_bad": intcomma(last.first_bad or 0)}
    return ChainStatus(words % values, tone, icon, last.checked_at)


def _intact(count: int) -> str:
    return ngettext("Chain intact, %(count)s entry", "Chain intact, %(count)s entries", count)


def rows_of(entries: Iterable[AuditEntry]) -> list[ActivityRow]:
    return [_row(entry) for entry in entries]


def _row(entry: AuditEntry) -> ActivityRow:
    return ActivityRow(
        seq=entry.seq,
        time=entry.time,
        actor=entry.actor,
        does=str(activity_labels.ACTIONS.get(entry.action, entry.action)),
        subject=entry.subject,
        note=_note(entry),
        address=entry.address,
        outcome=_ending(entry.outcome),
        tone=_TONES.get(entry.outcome, "good"),
    )


def _ending(outcome: str) -> str:
    return "" if outcome == Outcome.DONE else str(activity_labels.OUTCOMES.get(outcome, outcome))


def _note(entry: AuditEntry) -> str:
    """The details that add something, in words."""
    kept = entry.details if isinstance(entry.details, dict) else {}
    details = kept | {
        "purpose": _purpose(kept.get("purpose", "")),
        "factor": activity_labels.FACTORS.get(str(kept.get("factor", "")), ""),
        "destination": _destination(str(kept.get("destination", ""))),
    }
    notes = {
        "version": gettext("version %(version)s"),
        "note": gettext("“%(note)s”"),
        "purpose": "%(purpose)s",
        "person": gettext("%(person)s"),
        "role": gettext("as %(role)s"),
        "keys": ngettext("%(keys)s key", "%(keys)s keys", _number(kept.get("keys"))),
        "cause": gettext("cause: %(cause)s"),
        "missing": gettext("%(missing)s missing"),
        "key_id": gettext("cannot open (key id %(key_id)s)"),
        "format": gettext("as %(format)s"),
        "destination": "%(destination)s",
        "to": gettext("to %(to)s"),
        "by": gettext("by a link of %(by)s"),
        "repeated": ngettext(
            "%(repeated)s more time within a minute",
            "%(repeated)s more times within a minute",
            _number(kept.get("repeated")),
        ),
        "browser": gettext("with %(browser)s"),
        "factor": gettext("%(factor)s"),
        "path": gettext("%(method)s %(path)s"),
    }
    return ", ".join(words % details for name, words in notes.items() if details.get(name))


def _number(kept: object) -> int:
    return kept if isinstance(kept, int) else 0


def _destination(stored: str) -> str:
    """Where an export went: the person, or a file of the machine."""
    known = activity_labels.DESTINATIONS.get(stored)
    return str(known) if known else gettext("into %(file)s") % {"file": stored} if stored else ""


def _purpose(stored: object) -> str:
    """Why Keydesk itself used a secret; what has no words of its own is told as it was stored."""
    known = activity_labels.PURPOSES.get(str(stored))
    return str(known or stored)
