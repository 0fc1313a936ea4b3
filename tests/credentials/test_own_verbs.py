"""Whoever acts: what changes something is an attempt, and leaves what its table says."""

from __future__ import annotations

import pytest

from credentials.core import AuditAction, NotAllowedError, Outcome
from credentials.models import AuditEntry, AuditHead
from tests.credentials.verbs.changing import changes_something, exported, takes_actor
from tests.credentials.verbs.own_verbs import NO_ATTEMPTS, OWN_VERBS
from tests.credentials.verbs.planted_failure import PlantedFailure, planted_failure, rows
from tests.credentials.verbs.scene import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tasks_wait")]
NAMES = pytest.mark.parametrize("name", OWN_VERBS)


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Scene:
    return Scene(request)


def _newest() -> int:
    head = AuditHead.objects.filter(pk=AuditHead.ROW).first()
    return head.seq if head else 0


def _left_since(seq: int) -> list[tuple[AuditAction, Outcome]]:
    entries = AuditEntry.objects.filter(seq__gt=seq).order_by("seq")
    return [(AuditAction(entry.action), Outcome(entry.outcome)) for entry in entries]


def test_what_changes_something_takes_an_actor_or_is_in_a_table() -> None:
    changing = {
        name
        for name, function in exported().items()
        if changes_something(function) and not takes_actor(function)
    }
    assert changing == set(OWN_VERBS) | NO_ATTEMPTS


@NAMES
def test_a_success_is_in_the_log(name: str, scene: Scene) -> None:
    run = OWN_VERBS[name].prepare(scene)
    before = _newest()
    run()
    left = _left_since(before)
    assert [action for action, _ in left] == list(OWN_VERBS[name].done)
    assert {outcome for _, outcome in left} <= {Outcome.STARTED, Outcome.DONE}
    assert not left or left[-1][1] == Outcome.DONE


@NAMES
def test_a_refusal_is_one_denied_entry(name: str) -> None:
    before = _newest()
    with pytest.raises(NotAllowedError):
        OWN_VERBS[name].refuse()
    assert _left_since(before) == [(OWN_VERBS[name].undone, Outcome.DENIED)]


@NAMES
def test_what_fails_inside_is_one_failed_entry_and_changes_nothing(name: str, scene: Scene) -> None:
    run = OWN_VERBS[name].prepare(scene)
    before = _newest()
    with planted_failure() as planted, pytest.raises(PlantedFailure):
        run()
    *started, last = _left_since(before)
    action = OWN_VERBS[name].failed or OWN_VERBS[name].undone
    assert {*started} <= {(action, Outcome.STARTED)}
    assert last == (action, Outcome.FAILED)
    assert rows() == planted.before
