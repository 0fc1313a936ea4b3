"""Identical denials within a minute fold: one entry, and a number in the next."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import cast

from django.db import models
from django.db.models import F
from django.utils import timezone

from credentials.audit.subjects import Actor, Detail, Subject
from credentials.models import AuditEntry, AuditFold

WINDOW = timedelta(minutes=1)
MOST = 2000  # characters of one detail


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

    def pack(self) -> dict[str, object]:
        packed = asdict(self)
        packed["subject"]["team_id"] = str(self.subject.team_id or "")
        return packed

    @classmethod
    def unpack(cls, packed: dict[str, dict[str, str]]) -> Event:
        subject = packed["subject"]
        team_id = uuid.UUID(subject["team_id"]) if subject["team_id"] else None
        return cls(
            action=str(packed["action"]),
            outcome=str(packed["outcome"]),
            actor=Actor(**packed["actor"]),  # type: ignore[arg-type]  # as asdict() wrote it
            subject=Subject(subject["kind"], subject["id"], subject["label"], team_id),
            details=dict(packed["details"]),
        )


def is_first(event: Event) -> bool:
    """Whether the event opens a window; one within an open window is counted there."""
    packed = event.pack()
    digest = hashlib.sha256(json.dumps(packed, sort_keys=True).encode()).hexdigest()
    counted = AuditFold.objects.filter(digest=digest).update(count=F("count") + 1)
    if not counted:
        AuditFold.objects.create(digest=digest, event=packed, opened_at=timezone.now())
    return not counted


def take_spent() -> list[Event]:
    """Close the windows that are over; an event for each that counted something."""
    over = AuditFold.objects.filter(opened_at__lte=timezone.now() - WINDOW).order_by("pk")
    folds = list(over)
    if folds:
        over.filter(pk__in=[fold.pk for fold in folds]).delete()
    return [_counted(fold) for fold in folds if fold.count]


def _counted(fold: AuditFold) -> Event:
    event = Event.unpack(fold.event)
    return replace(event, details={**event.details, "repeated": fold.count})


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
