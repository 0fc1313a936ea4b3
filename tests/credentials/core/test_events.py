"""An event is sent once its transaction is committed; a handler that fails stops nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from credentials import teams, vault
from credentials.audit import SYSTEM
from credentials.core import (
    MemberRemoved,
    NotAllowedError,
    PolicyChanged,
    Role,
    SecretDestroyed,
    SecretStored,
    announce,
    subscribe,
)
from credentials.core.events import Event
from credentials.models import Application, Membership, Person, Team
from credentials.rights import TeamPolicy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    """Every event of these types, as it is sent."""
    events: list[Event] = []
    types = (SecretStored, SecretDestroyed, MemberRemoved, PolicyChanged)
    ends = [subscribe(event_type, events.append) for event_type in types]
    yield events
    for end in ends:
        end()


def test_an_event_is_sent_after_the_commit_and_not_before(heard: list[Event]) -> None:
    event = PolicyChanged(uuid.uuid4())
    with transaction.atomic():
        announce(event)
        assert heard == []
    assert heard == [event]


def test_what_is_rolled_back_is_not_sent(application: Application, heard: list[Event]) -> None:
    with transaction.atomic():
        vault.replace_secret(application, "a0newer0secret", actor=SYSTEM)
        transaction.set_rollback(True)
    assert application.versions.count() == 1
    assert heard == []


def test_a_refused_verb_announces_nothing(application: Application, heard: list[Event]) -> None:
    with pytest.raises(NotAllowedError):
        vault.destroy(application, 7, actor=SYSTEM)
    assert heard == []


def test_verbs_announce_what_they_did_by_ids(
    team: Team,
    heard: list[Event],
    application: Application,
    teammate: Callable[[Role], Person],
) -> None:
    bob = teammate(Role.OPERATOR)
    vault.replace_secret(application, "a0newer0secret", actor=SYSTEM)
    vault.destroy(application, 1, actor=SYSTEM)
    teams.remove_member(Membership.objects.get(person=bob), actor=SYSTEM)
    teams.change_policy(team, TeamPolicy(requires_owner=True), actor=SYSTEM)
    assert heard == [
        SecretStored(application.pk, 1),
        SecretStored(application.pk, 2),
        SecretDestroyed(application.pk, 1),
        MemberRemoved(team.pk, bob.pk),
        PolicyChanged(team.pk),
    ]


def test_a_handler_that_fails_is_logged_and_stops_nobody_else(
    heard: list[Event], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_event: PolicyChanged) -> None:
        raise ZeroDivisionError

    after: list[Event] = []
    ends = [subscribe(PolicyChanged, fail), subscribe(PolicyChanged, after.append)]
    event = PolicyChanged(uuid.uuid4())
    announce(event)
    for end in ends:
        end()
    assert heard == after == [event]
    assert "A handler of PolicyChanged failed." in caplog.text


def test_a_handler_that_was_removed_is_not_called() -> None:
    events: list[Event] = []
    subscribe(PolicyChanged, events.append)()
    announce(PolicyChanged(uuid.uuid4()))
    assert events == []
