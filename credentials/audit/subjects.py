"""Who acts and what is acted on, in words that outlive both. Never a secret."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from django.db import models

from credentials.models import (
    Account,
    BulkJob,
    Entry,
    Finding,
    Invitation,
    KeyRequest,
    LogStream,
    Membership,
    Person,
    Profile,
    ReviewCampaign,
    Team,
    Webhook,
)

Detail = str | int | bool | None | list[str]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and from which address; ``person_id`` is None for Keydesk itself."""

    name: str
    person_id: int | None = None
    address: str = ""


SYSTEM = Actor("keydesk")


def actor_of(person: Person, address: str = "") -> Actor:
    """A person as the actor, from that address; empty where none counts."""
    return Actor(person.email, person.pk, address)


def actor_by_id(person_id: int | None) -> Actor:
    """The person with that id as the actor; Keydesk itself where nobody has it."""
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    return actor_of(person) if person else SYSTEM


def visitor(person: Person | None, address: str) -> Actor:
    """Somebody who is not signed in, at that address: the person they are taken for, if anyone."""
    return actor_of(person, address) if person else Actor("anonymous", None, address)


@dataclass(frozen=True, slots=True)
class Subject:
    """What was acted on: a kind, an id, words for people, and the team it belongs to."""

    kind: str = ""
    id: str = ""
    label: str = ""
    team_id: uuid.UUID | None = None


NOTHING = Subject()
_OF_TEAMS: Final = (
    Account,
    BulkJob,
    Finding,
    Invitation,
    LogStream,
    Membership,
    Profile,
    ReviewCampaign,
    Webhook,
)


def subject_of(instance: models.Model) -> Subject:
    """The subject that stands for a stored object."""
    kind = "entry" if isinstance(instance, Entry) else instance._meta.model_name or ""
    return Subject(kind, str(instance.pk), str(instance)[:255], _team_of(instance))


def details_of(person: Person) -> dict[str, Detail]:
    """Who it is: the address that is shown, and the identity, which is one person's for good."""
    return {"person": person.email, "identity": str(person.identity)}


def _team_of(instance: models.Model) -> uuid.UUID | None:
    if isinstance(instance, Team):
        return instance.pk
    if isinstance(instance, _OF_TEAMS):
        return instance.team_id
    if isinstance(instance, KeyRequest):
        return instance.consumer_key.account.team_id
    account = getattr(instance, "account", None)
    return account.team_id if isinstance(account, Account) else None
