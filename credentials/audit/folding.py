"""Identical denials within a minute fold: one entry, and a number in the next."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from django.db import models
from django.db.models import F, Q

from credentials.audit.subjects import NOTHING, SYSTEM, Actor, Detail, Subject
from credentials.core import AuditAction, Outcome
from credentials.models import AuditEntry, AuditFold
from credentials.sealing import log_entries

WINDOW = timedelta(minutes=1)
MOST = 2000  # characters of one detail
MOST_COUNTED = 1_000_000  # more of the same in a minute than anybody can send


@dataclass(frozen=True, slots=True)
class Event:
    """What an entry says, before it has a number."""

    action: str
    outcome: str
    actor: Actor
    subject: Subject
    details: dict[str, Detail]

    def fitted(self) -> Event:
        """As its columns can hold it: paths and labels are what people make them."""
        return replace(
            self,
            actor=Actor(
                _fit("actor", self.actor.name),
                self.actor.person_id,
                _fit("address", self.actor.address),
            ),
            subject=Subject(
                _fit("subject_kind", self.subject.kind),
                _fit("subject_id", self.subject.id),
                _fit("subject", self.subject.label),
                self.subject.team_id,
            ),
            details={name: _fitted(value) for name, value in self.details.items()},
        )

    def digest(self) -> str:
        """The same for the same event, whenever it happens."""
        contents = [
            self.action,
            self.outcome,
            asdict(self.actor),
            asdict(self.subject),
            self.details,
        ]
        return hashlib.sha256(
            json.dumps(contents, sort_keys=True, default=str).encode()
        ).hexdigest()

    @classmethod
    def of_entry(cls, entry: AuditEntry) -> Event:
        """What an entry of the log says."""
        return cls(
            action=entry.action,
            outcome=entry.outcome,
            actor=Actor(entry.actor, entry.actor_id, entry.address),
            subject=Subject(entry.subject_kind, entry.subject_id, entry.subject, entry.team_id),
            details=entry.details,
        )


@dataclass(frozen=True, slots=True)
class LogPosition:
    """The end of the log: the key of its MACs, its newest number, and the moment it is now."""

    key: bytes
    newest: int
    now: datetime


def is_counted(event: Event) -> bool:
    """Whether a window of the same event is open, where it is counted now."""
    return bool(AuditFold.objects.filter(digest=event.digest()).update(count=F("count") + 1))


def begin(event: Event, *, entry: AuditEntry) -> None:
    """Open a window: what repeats the event of this entry is counted."""
    AuditFold.objects.create(digest=event.digest(), seq=entry.seq, opened_at=entry.time)


def take_due(event: Event, position: LogPosition) -> list[Event]:
    """Close the windows that are over; an event for each that counted something.

    A window is a row that anybody who writes to the database may have made, moved or kept open. It
    says no more than that an entry of the log came again, and counts for a minute after that
    entry. Those that do not match are closed as well, and one event says how many they were.
    """
    over = Q(opened_at__lte=position.now - WINDOW) | Q(opened_at__gt=position.now)
    folds = list(AuditFold.objects.filter(over | Q(digest=event.digest())).order_by("pk"))
    if not folds:
        return []
    firsts = _first_entries(folds, position)
    closed = [fold for fold in folds if not _is_open(fold, firsts[fold.pk], position.now)]
    AuditFold.objects.filter(pk__in=[fold.pk for fold in closed]).delete()
    pairs = [(fold, firsts[fold.pk]) for fold in closed]
    events = [_counted(fold, first) for fold, first in pairs if first and fold.count]
    return [*events, *_mismatch([fold for fold, first in pairs if first is None])]


def _first_entries(folds: list[AuditFold], position: LogPosition) -> dict[int, AuditEntry | None]:
    """The entry that each window is of; None where no such entry could have one now.

    The first entry after a window's minute closes it: once there is one, another cannot be due.
    """
    entries = AuditEntry.objects.in_bulk({position.newest, *(fold.seq for fold in folds)})
    newest = entries.get(position.newest)
    pairs = [(fold, entries.get(fold.seq)) for fold in folds]
    return {
        fold.pk: first
        if first
        and newest
        and newest.time < first.time + WINDOW
        and _is_of(fold, first, position.key)
        else None
        for fold, first in pairs
    }


def _is_of(fold: AuditFold, first: AuditEntry, key: bytes) -> bool:
    """Whether the entry is genuine and says what the window counts."""
    is_genuine = log_entries.is_genuine(first, key)
    is_same = first.outcome == Outcome.DENIED and Event.of_entry(first).digest() == fold.digest
    return is_genuine and is_same and fold.count <= MOST_COUNTED


def _is_open(fold: AuditFold, first: AuditEntry | None, now: datetime) -> bool:
    return first is not None and all(
        now - WINDOW < moment <= now for moment in (first.time, fold.opened_at)
    )


def _counted(fold: AuditFold, first: AuditEntry) -> Event:
    event = Event.of_entry(first)
    return replace(event, details={**event.details, "repeated": fold.count})


def _mismatch(folds: list[AuditFold]) -> list[Event]:
    if not folds:
        return []
    details: dict[str, Detail] = {"counts": len(folds)}
    return [
        Event(
            AuditAction.COUNT_REFUSED,
            Outcome.FAILED,
            actor=SYSTEM,
            subject=NOTHING,
            details=details,
        )
    ]


def _fit(column: str, text: str) -> str:
    field = cast("models.CharField[str, str]", AuditEntry._meta.get_field(column))
    return _storable(text)[: field.max_length]


def _fitted(value: Detail) -> Detail:
    if isinstance(value, list):
        return [_storable(text)[:MOST] for text in value]
    return _storable(value)[:MOST] if isinstance(value, str) else value


def _storable(text: str) -> str:
    """PostgreSQL has no place for U+0000, and UTF-8 none for half a pair."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()
