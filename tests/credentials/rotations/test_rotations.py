"""A key is replaced by its successor, step by step; no step is taken without its evidence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from credentials import live, rotations, vault
from credentials.audit import SYSTEM, actor_of
from credentials.core import (
    AuditAction,
    CredentialState,
    KeyState,
    NotAllowedError,
    Outcome,
    RotationState,
)
from credentials.management import heartbeat
from credentials.models import (
    FROZEN,
    Account,
    AuditEntry,
    ConsumerKey,
    KeyRequest,
    LiveCredential,
    Person,
    Rotation,
)
from credentials.rights import parse_rules
from credentials.rotations.looking import LADDER
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.credentials.rotations.driver import LABEL, RotationDriver
from tests.live_world import LiveWorld, take_over


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.sync()
    return stands


@pytest.fixture
def driver(world: LiveWorld, alice: Person) -> RotationDriver:
    return RotationDriver(world, alice)


def states_in_log(rotation: Rotation) -> list[str]:
    entries = AuditEntry.objects.filter(
        action=AuditAction.ROTATION_ADVANCED, subject_id=str(rotation.pk), outcome=Outcome.DONE
    )
    return [entry.details["state"] for entry in entries.order_by("seq")]


def to_handed_over(driver: RotationDriver) -> None:
    driver.start()
    driver.accept()
    driver.hand_over()
    assert driver.state == RotationState.HANDED_OVER


class TestItsWay:
    def test_from_the_request_to_the_end_of_the_old_key(self, driver: RotationDriver) -> None:
        world, old = driver.world, driver.old
        vault.add_usage(old.entry, vault.UsageLine(place="web-1", owner="Bob"), actor=SYSTEM)
        driver.start()
        successor = driver.rotation.successor
        assert driver.state == RotationState.REQUESTED
        origin = KeyRequest.objects.get(consumer_key=successor).origin
        assert len(origin) <= 64, "SQLite takes what PostgreSQL refuses"
        assert successor.label == f"{LABEL} 2"
        assert (successor.rules, successor.allowed_ips) == (old.rules, old.allowed_ips)
        assert [(use.place, use.owner) for use in successor.usages.all()] == [("web-1", "Bob")]
        driver.accept()
        assert driver.state == RotationState.VALIDATED
        driver.hand_over()
        assert driver.state == RotationState.HANDED_OVER
        driver.use_successor()
        driver.read()
        assert driver.state == RotationState.HANDED_OVER, "the old one was not silent for long"
        driver.pass_days(8)
        driver.leave_old()
        driver.read()
        assert driver.state == RotationState.RETIRING
        assert world.live(LABEL).state == FROZEN
        driver.pass_days(8)
        driver.look()
        assert driver.state == RotationState.RETIRED
        assert world.live(LABEL).gone_at is not None
        old.refresh_from_db()
        assert old.state == KeyState.REVOKED
        wanted = ["validated", "handed-over", "proven", "retiring", "retired"]
        assert states_in_log(driver.rotation) == wanted

    def test_use_by_keydesk_itself_is_no_proof(self, driver: RotationDriver) -> None:
        to_handed_over(driver)
        driver.pass_days(30)
        driver.leave_old()
        driver.read()  # lists the successor, which Keydesk asked whether it is validated
        assert rotations.first_use(driver.rotation) is None
        assert driver.state == RotationState.HANDED_OVER

    def test_an_old_key_that_is_still_used_goes_on(self, driver: RotationDriver) -> None:
        to_handed_over(driver)
        driver.pass_days(30)
        driver.use_successor()
        driver.leave_old(days=0)
        driver.read()
        assert driver.state == RotationState.HANDED_OVER
        assert "is still in use" in str(rotations.what_is_overdue(driver.rotation))

    def test_a_thaw_starts_the_silence_anew(self, driver: RotationDriver) -> None:
        to_handed_over(driver)
        driver.use_successor()
        driver.pass_days(30)
        driver.leave_old()
        driver.read()
        assert driver.state == RotationState.RETIRING
        live.thaw(driver.world.live(LABEL), actor=SYSTEM)
        driver.pass_days(30)
        driver.look()
        assert driver.state == RotationState.HANDED_OVER
        assert driver.world.live(LABEL).gone_at is None

    def test_a_request_that_is_made_again_has_its_key_succeed(
        self, driver: RotationDriver, alice: Person
    ) -> None:
        from credentials import onboarding

        rotation = driver.start()
        first = rotation.successor
        ConsumerKey.objects.filter(pk=first.pk).update(state=KeyState.REFUSED)
        request = first.request
        request.refresh_from_db()
        request.consumer_key.state = KeyState.EXPIRED
        onboarding.request_key(
            request.consumer_key.application,
            onboarding.KeyRequestSpec(
                metadata=vault.EntryMetadata(label="again"), rules=parse_rules("GET /domain/zone/*")
            ),
            person=alice,
            actor=SYSTEM,
            callback_url=lambda token: f"https://keydesk.example.com/{token}/",
            origin=f"again:{request.pk}",
        )
        driver.look()
        assert driver.rotation.successor.label == "again"


class TestManagementKey:
    def test_it_is_rotated_without_losing_the_account(self, driver: RotationDriver) -> None:
        driver.label, world = "keydesk", driver.world
        driver.start()
        driver.accept()
        assert driver.state == RotationState.HANDED_OVER
        account = Account.objects.get(pk=world.account.pk)
        assert account.management_key_id == driver.rotation.successor_id
        driver.pass_days(8)
        driver.leave_old()
        driver.read()
        assert driver.state == RotationState.RETIRING
        driver.pass_days(8)
        driver.look()
        assert driver.state == RotationState.RETIRED
        assert world.live("keydesk").gone_at is not None
        world.sync()
        assert account.syncs.latest("created_at").state == "done"

    def test_a_successor_that_cannot_read_does_not_take_over(self, driver: RotationDriver) -> None:
        driver.label = "keydesk"
        driver.start(rules=parse_rules("GET /me/api/application"), frozen_days=0)
        driver.accept()
        account = Account.objects.get(pk=driver.world.account.pk)
        assert account.management_key_id == driver.old.pk
        assert driver.state == RotationState.VALIDATED
        assert "cannot read the live keys" in str(driver.rotation.cause)


class TestFailures:
    def test_a_step_that_fails_is_tried_again_and_then_told(self, driver: RotationDriver) -> None:
        to_handed_over(driver)
        driver.use_successor()
        driver.pass_days(30)
        driver.leave_old()
        driver.world.fail("status=500 method=PUT")
        driver.read()
        for tries, wait in enumerate(LADDER, 1):
            rotation = driver.rotation
            assert (rotation.state, rotation.tries) == (RotationState.PROVEN, tries)
            assert rotation.look_at is not None
            assert abs(rotation.look_at - timezone.now() - wait) < timedelta(seconds=30)
            assert not rotations.what_is_overdue(rotation)
            driver.look()
        assert driver.rotation.look_at is None
        assert "does not go on" in str(rotations.what_is_overdue(driver.rotation))
        driver.world.fail()
        rotations.look_by_the_clock()
        assert driver.state == RotationState.PROVEN, "it waits for people"
        rotations.look_again(driver.rotation)
        assert driver.state == RotationState.RETIRING

    def test_a_state_that_was_written_into_the_database_is_not_believed(
        self, driver: RotationDriver
    ) -> None:
        to_handed_over(driver)
        QuerySet(Rotation).update(state=RotationState.PROVEN)
        driver.look()
        assert driver.world.live(LABEL).state == CredentialState.VALIDATED
        assert AuditEntry.objects.filter(action=AuditAction.ROW_DISTRUSTED).exists()

    def test_an_earlier_state_does_not_come_back(self, driver: RotationDriver) -> None:
        to_handed_over(driver)
        before = Rotation.objects.get()
        rotations.cancel(driver.rotation, actor=SYSTEM)
        columns = {"state": before.state, "reached": before.reached, "proof": before.proof}
        QuerySet(Rotation).update(**columns)
        driver.use_successor()
        driver.look()
        assert driver.rotation.cause


@pytest.mark.usefixtures("tasks_wait")
def test_a_look_whose_worker_was_killed_is_taken_up(driver: RotationDriver) -> None:
    rotation = driver.start()
    path = rotations.look_at_rotation.module_path
    rotations.look_again(rotation)
    Rotation.objects.update(look_at=timezone.now() + timedelta(minutes=5))  # as one that looks
    DBTaskResult.objects.filter(task_path=path).update(
        status=TaskResultStatus.RUNNING, worker_ids=["gone"], started_at=timezone.now()
    )
    heartbeat.end_own("gone")
    waiting = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    assert waiting.count() == 1
    rotations.look_at_rotation.call(str(rotation.pk))
    assert driver.rotation.tries == 0
    look_at = driver.rotation.look_at
    assert look_at is not None
    assert look_at > timezone.now() + timedelta(minutes=6)


class TestPeople:
    def test_who_may_not_revoke_may_not_start(
        self, driver: RotationDriver, charlie: Person
    ) -> None:
        driver.person = charlie
        with pytest.raises(NotAllowedError):
            driver.start()
        assert not Rotation.objects.exists()

    def test_wider_rules_and_a_second_rotation_are_refused(self, driver: RotationDriver) -> None:
        with pytest.raises(NotAllowedError, match=r"does not have DELETE /me"):
            driver.start(rules=parse_rules("DELETE /me"))
        driver.start()
        with pytest.raises(NotAllowedError, match="under way"):
            driver.start()

    def test_a_missing_right_is_named(self, driver: RotationDriver) -> None:
        key = driver.world.account.management_key
        assert key is not None
        key.rules = [{"method": "GET", "path": "/me/api/*"}]
        key.save()
        with pytest.raises(NotAllowedError, match=r"lacks the rule DELETE /me/api/credential/\*"):
            driver.start()

    def test_it_can_be_said_that_it_is_deployed_and_that_it_ends(
        self, driver: RotationDriver, alice: Person
    ) -> None:
        driver.start()
        driver.accept()
        rotations.mark_handed_over(driver.rotation, actor=actor_of(alice))
        assert driver.state == RotationState.HANDED_OVER
        rotations.cancel(driver.rotation, actor=actor_of(alice))
        with pytest.raises(NotAllowedError, match="not at that step any more"):
            rotations.cancel(driver.rotation, actor=actor_of(alice))
        driver.look()
        assert driver.state == RotationState.CANCELLED
        assert LiveCredential.objects.filter(live.in_state(FROZEN)).count() == 0

    def test_a_frozen_key_has_its_addresses_of_before(self, driver: RotationDriver) -> None:
        before = tuple(driver.old.allowed_ips)
        live.freeze(driver.world.live(LABEL), actor=SYSTEM)
        assert driver.plan().allowed_ips == before
