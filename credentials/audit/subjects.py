"""Who acts and what is acted on, in words that outlive both. Never a secret."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import models

from credentials.models import Account, Entry, KeyRequest, Membership, Profile, Team

Detail = str | int | bool | None | list[str]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from which address; ``person_id`` is None for Keydesk itself."""

    name: str
    person_id: int | None = None
    address: str = ""


SYSTEM = Actor("keydesk")


@dataclass(frozen=True, slots=True)
class Subject:
    """What was acted on: a kind, an id, words for people, and the team it belongs to."""

    kind: str = ""
    id: str = ""
    label: str = ""
    team_id: uuid.UUID | None = None


NOTHING = Subject()


def subject_of(thing: models.Model) -> Subject:
    """The subject that stands for a stored object."""
    kind = "entry" if isinstance(thing, Entry) else thing._meta.model_name or ""
    return Subject(kind, str(thing.pk), str(thing)[:255], _team_of(thing))


def _team_of(thing: models.Model) -> uuid.UUID | None:
    if isinstance(thing, Team):
        return thing.pk
    if isinstance(thing, Account | Membership | Profile):
        return thing.team_id
    if isinstance(thing, KeyRequest):
        return thing.consumer_key.account.team_id
    account = getattr(thing, "account", None)
    return account.team_id if isinstance(account, Account) else None
