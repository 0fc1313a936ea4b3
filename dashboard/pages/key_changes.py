"""What changed about live keys, newest first, with who did it where Keydesk did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise

from credentials.core import (
    AuditAction,
    KeyChangeKind,
    Outcome,
    Permission,
    Sentence,
    gettext_noop,
    ngettext_noop,
    say,
)
from credentials.models import AuditEntry, KeyChange
from dashboard import labels
from dashboard.templatetags.console import WORDS

_SHOWN: Final = 12
#: What Keydesk does, by what it changes.
_DONE_BY: Final = {
    AuditAction.CREDENTIAL_FROZEN: KeyChangeKind.FROZEN,
    AuditAction.CREDENTIAL_THAWED: KeyChangeKind.THAWED,
    AuditAction.ADDRESSES_CHANGED: KeyChangeKind.ADDRESSES,
    AuditAction.CREDENTIAL_REVOKED: KeyChangeKind.GONE,
}
#: The log and the change are written at the same time, but for what a commit takes.
_SAME: Final = timedelta(minutes=2)
_TONES: Final[Mapping[str, str]] = {
    KeyChangeKind.GONE: "bad",
    KeyChangeKind.EXPIRED: "wait",
    KeyChangeKind.FROZEN: "wait",
    KeyChangeKind.WOKE: "wait",
    KeyChangeKind.VALIDATED: "good",
    KeyChangeKind.FIRST_USE: "accent",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change; ``who`` did it by Keydesk, as far as the reader may know."""

    change: KeyChange
    who: str

    @property
    def word(self) -> str | Promise:
        return labels.KEY_CHANGES[self.change.kind]

    @property
    def tone(self) -> str:
        return _TONES.get(self.change.kind, "idle")

    @property
    def details(self) -> Sentence | None:
        """From what to what; None where the word says it all."""
        change = self.change
        if change.kind == KeyChangeKind.WOKE:
            return say(
                ngettext_noop(
                    "It had not been used for %(days)s day.",
                    "It had not been used for %(days)s days.",
                    by="days",
                ),
                days=change.days,
            )
        if change.before == change.after:
            return None
        before, after = _shown(change.before), _shown(change.after)
        if change.kind == KeyChangeKind.APPEARED:
            return say(gettext_noop("As %(state)s."), state=after)
        return say(gettext_noop("From %(before)s to %(after)s."), before=before, after=after)


def change_rows(changes: QuerySet[KeyChange], may: Iterable[Permission]) -> list[ChangeRow]:
    """The newest changes. Who did them is shown to those who may read the log."""
    shown = list(changes.select_related("key__account")[:_SHOWN])
    actors = _actors(shown) if Permission.READ_LOG in may else {}
    return [ChangeRow(change, actors.get(change.pk, "")) for change in shown]


def marks(rows: Iterable[ChangeRow]) -> list[tuple[str | Promise, datetime | None, str]]:
    """The changes on a timeline, as ``{% timeline %}`` takes it."""
    return [(row.word, row.change.at, row.tone) for row in rows]


def _actors(changes: list[KeyChange]) -> Mapping[int, str]:
    entries = AuditEntry.objects.filter(
        subject_id__in={str(change.key_id) for change in changes},
        subject_kind="livecredential",
        action__in=list(_DONE_BY),
        outcome=Outcome.DONE,
    )
    done = list(entries.values_list("subject_id", "action", "time", "actor")) if changes else []
    return {
        change.pk: actor
        for change in changes
        for subject, action, time, actor in done
        if subject == str(change.key_id)
        and _DONE_BY[AuditAction(action)] == change.kind
        and abs(time - change.at) < _SAME
    }


def _shown(column: object) -> str:
    """The texts of a column, whoever wrote it."""
    texts = column if isinstance(column, list) else []
    return ", ".join(str(WORDS.get(str(text), text)) for text in texts) or "–"
