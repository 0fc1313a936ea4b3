"""Every verb leaves exactly one entry, whatever comes of it, and asks the role again.

A new verb is one that a package exports and that takes an actor: it needs a line in the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from credentials import audit
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, KeydeskError, NotAllowedError, Outcome, Role
from credentials.models import AuditEntry
from credentials.teams import ROLE_PERMISSIONS
from tests.credentials.verbs.changing import exported, takes_actor
from tests.credentials.verbs.planted_failure import PlantedFailure, planted_failure, rows
from tests.credentials.verbs.scene import Scene
from tests.credentials.verbs.table import PARTS, VERBS, WRITES_NOTHING
from tests.credentials.verbs.verb import Verb

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
_TOLD = "Your role does not include this any more."


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Scene:
    return Scene(request)


def left_by(actor: Actor, verb: Verb) -> list[AuditEntry]:
    """What the actor's attempt left in the log; what prepared it was Keydesk's own doing."""
    entries = AuditEntry.objects.filter(actor=actor.name, action=verb.action)
    return list(entries.order_by("seq"))


def actor_of(scene: Scene, verb: Verb) -> Actor:
    return scene.actor(Role.ADMIN) if verb.permission else Actor("a command")


def _without(scene: Scene, verb: Verb) -> Actor:
    """A member whose role does not allow it; of what every role allows, somebody of no team."""
    for role in Role:
        if verb.permission not in ROLE_PERMISSIONS[role]:
            return scene.actor(role)
    return audit.actor_of(scene.charlie)


def test_every_verb_is_in_the_table() -> None:
    given = {name for name, function in exported().items() if takes_actor(function)}
    assert given == set(VERBS) | PARTS


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb.permission])
def test_a_lost_role_is_one_denied_entry_and_nothing_is_done(name: str, scene: Scene) -> None:
    verb = VERBS[name]
    actor = _without(scene, verb)
    with pytest.raises(NotAllowedError, match=_TOLD):
        verb.act(scene, actor)
    (entry,) = left_by(actor, verb)
    assert (entry.outcome, entry.details["cause"]) == (Outcome.DENIED, "NotAllowedError")
    assert not AuditEntry.objects.filter(actor=actor.name, outcome=Outcome.DONE).exists()


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb.refuse])
def test_a_refusal_of_its_own_is_one_entry_with_its_cause(name: str, scene: Scene) -> None:
    verb = VERBS[name]
    actor = actor_of(scene, verb)
    with pytest.raises(KeydeskError) as caught:
        verb.refuse and verb.refuse(scene, actor)
    *started, refused = left_by(actor, verb)
    assert [entry.outcome for entry in started] == [Outcome.STARTED] * verb.began
    is_denied = isinstance(caught.value, NotAllowedError)
    assert refused.outcome == (Outcome.DENIED if is_denied else Outcome.FAILED)
    assert refused.details["cause"] == type(caught.value).__name__


def _successes() -> Iterator[Any]:
    """A backup begins a transaction of its own."""
    whole = pytest.mark.django_db(transaction=True)
    for name in VERBS:
        yield pytest.param(name, marks=whole) if name == "vault.back_up" else name


@pytest.mark.parametrize("name", list(_successes()))
def test_a_success_is_in_the_log_as_the_table_says(name: str, scene: Scene) -> None:
    verb = VERBS[name]
    actor = actor_of(scene, verb)
    verb.act(scene, actor)
    assert tuple(entry.outcome for entry in left_by(actor, verb)) == verb.done


@pytest.mark.parametrize("name", list(_successes()))
def test_what_fails_inside_is_one_failed_entry_and_changes_nothing(
    name: str, scene: Scene, request: pytest.FixtureRequest
) -> None:
    if name.startswith("people.") or name == "live.start_catalogue_refresh":
        request.getfixturevalue("tasks_wait")  # a task that is run here fails by itself
    verb = VERBS[name]
    actor = actor_of(scene, verb)
    with planted_failure(actor) as planted, suppress(PlantedFailure):
        verb.act(scene, actor)
    if planted.before is None:
        assert name in WRITES_NOTHING
        return
    *started, failed = left_by(actor, verb)
    assert {entry.outcome for entry in started} <= {Outcome.STARTED}
    assert (failed.outcome, failed.details["cause"]) == (Outcome.FAILED, "PlantedFailure")
    assert rows() == planted.before


def test_a_link_that_works_is_in_the_log_as_well(scene: Scene) -> None:
    VERBS["onboarding.redeem_callback"].act(scene, scene.actor(Role.ADMIN))
    entry = AuditEntry.objects.get(action=AuditAction.CALLBACK_ACCEPTED)
    assert (entry.outcome, entry.actor) == (Outcome.DONE, "bob@example.com")


def test_an_actor_without_a_person_is_not_keydesk_itself(scene: Scene) -> None:
    anonymous = Actor(SYSTEM.name, None, "192.0.2.1")
    with pytest.raises(NotAllowedError, match=_TOLD):
        VERBS["vault.archive"].act(scene, anonymous)
