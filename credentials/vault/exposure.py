"""Exposure: who has got to know which version of which secret, how, and when.

There is no second store: it is read off the audit log, which is what cannot be changed unnoticed.
A person who was sent a secret knows it; whoever sent it without seeing it does not.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Max, Min, Q, QuerySet

from credentials.core import AuditAction, Outcome
from credentials.models import AuditEntry, Entry, Person, SecretVersion

WAYS: Final = (
    AuditAction.SECRET_REVEALED,
    AuditAction.SECRET_COPIED,
    AuditAction.SECRET_EXPORTED,
    AuditAction.SECRET_SENT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """One person who got to know one version in one way, as often as ``times``.

    ``by`` is who sent it, and ``form`` the format it was exported in, where there is one.
    """

    person: str
    person_id: int | None
    version: int
    way: AuditAction
    times: int
    first_at: datetime
    last_at: datetime
    by: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedOpening:
    """One person for whom one version did not open: they know nothing from it."""

    person: str
    version: int
    key_id: str
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVersion:
    """A version that a person knows, ``entry`` and its account read with it.

    ``is_newest`` says that no later version is kept: what they know may still work.
    """

    entry: Entry
    version: SecretVersion
    is_newest: bool
    last_at: datetime


def exposures_of(entry: Entry) -> list[Exposure]:
    """Everybody who got to know a secret of the entry, the latest first. One query."""
    return [_exposure(row) for row in _grouped(_exposing().filter(subject_id=str(entry.pk)))]


def exposures_by_entry(entries: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Exposure]]:
    """The same for several entries at once, by their ids. One query."""
    exposing = _exposing().filter(subject_id__in=[str(pk) for pk in entries])
    known: dict[uuid.UUID, list[Exposure]] = {}
    for row in _grouped(exposing.annotate(entry=F("subject_id")), "entry"):
        known.setdefault(uuid.UUID(row["entry"]), []).append(_exposure(row))
    return known


def newest_versions(entries: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The number of the newest version that is kept of each entry. One query."""
    kept = SecretVersion.objects.filter(entry__in=list(entries), destroyed_at=None).order_by()
    return dict(kept.values_list("entry").annotate(newest=Max("number")))


def failed_openings(entry: Entry) -> list[FailedOpening]:
    """Whose attempts ended in a version that does not open, the latest first. One query."""
    unopened = AuditEntry.objects.filter(
        action__in=WAYS,
        outcome=Outcome.FAILED,
        subject_kind="entry",
        subject_id=str(entry.pk),
        details__has_key="key_id",
    )
    groups = unopened.values(
        person=F("actor"), version=F("details__version"), key_id=F("details__key_id")
    )
    counted = groups.annotate(times=Count("seq"), last_at=Max("time")).order_by("-last_at")
    return [FailedOpening(**row) for row in counted]


def knowers_of(entries: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[int, str]]:
    """For each entry those who know its newest secret that is kept: their addresses by their ids,
    as the log has them. Two queries, however many entries there are."""
    newest = newest_versions(entries)
    exposing = _exposing().filter(subject_id__in=[str(pk) for pk in newest])
    known: dict[uuid.UUID, dict[int, str]] = {}
    for row in _grouped(exposing.annotate(entry=F("subject_id")), "entry"):
        exposure, entry_id = _exposure(row), uuid.UUID(row["entry"])
        if exposure.person_id is not None and exposure.version == newest[entry_id]:
            known.setdefault(entry_id, {})[exposure.person_id] = exposure.person
    return known


def known_to(person: Person) -> list[KnownVersion]:
    """Every version the person got to know and that is still kept. Two queries."""
    own = Q(actor_id=person.pk) & ~Q(action=AuditAction.SECRET_SENT)
    sent = Q(action=AuditAction.SECRET_SENT, details__to_id=person.pk)
    seen = _exposing().filter(own | sent).values("subject_id", version=F("details__version"))
    last_at = {
        (uuid.UUID(row["subject_id"]), row["version"]): row["last_at"]
        for row in seen.annotate(last_at=Max("time")).order_by()
    }
    versions = SecretVersion.objects.filter(entry__in={pk for pk, _ in last_at}, destroyed_at=None)
    return _known(versions.select_related("entry__account").order_by("entry", "number"), last_at)


def _known(
    versions: Iterable[SecretVersion], last_at: dict[tuple[uuid.UUID, int], datetime]
) -> list[KnownVersion]:
    stored = list(versions)
    newest = {version.entry_id: version.number for version in stored}
    return [
        KnownVersion(
            entry=version.entry,
            version=version,
            is_newest=newest[version.entry_id] == version.number,
            last_at=last_at[version.entry_id, version.number],
        )
        for version in stored
        if (version.entry_id, version.number) in last_at
    ]


def _exposing() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(action__in=WAYS, outcome=Outcome.DONE, subject_kind="entry")


def _grouped(entries: QuerySet[AuditEntry], *columns: str) -> Iterable[Any]:
    one_way = entries.values(
        *columns,
        "actor",
        "actor_id",
        "action",
        version=F("details__version"),
        to=F("details__to"),
        to_id=F("details__to_id"),
        by=F("details__by"),
        form=F("details__format"),
    )
    counted = one_way.annotate(times=Count("seq"), first_at=Min("time"), last_at=Max("time"))
    rows: Iterable[Any] = counted.order_by("-last_at", "-version")
    return rows


def _exposure(row: Any) -> Exposure:
    was_sent = row["action"] == AuditAction.SECRET_SENT
    return Exposure(
        person=row["to"] if was_sent else row["actor"],
        person_id=row["to_id"] if was_sent else row["actor_id"],
        version=row["version"],
        way=AuditAction(row["action"]),
        times=row["times"],
        first_at=row["first_at"],
        last_at=row["last_at"],
        by=(row["by"] or row["actor"]) if was_sent else "",
        form=row["form"] or "",
    )
