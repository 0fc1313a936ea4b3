from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from credentials import audit, bulk, teams
from credentials.audit import SYSTEM, Actor
from credentials.core import (
    AuditAction,
    BulkItemState,
    BulkState,
    NotAllowedError,
    Outcome,
    Role,
)
from credentials.management import heartbeat
from credentials.models import Account, AuditEntry, BulkItem, BulkJob, LiveCredential, Person
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.live_world import LiveWorld, take_over


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    stands = take_over(account, demo, sandbox_server)
    stands.sync()
    return stands


@pytest.fixture
def actor(alice: Person) -> Actor:
    return audit.actor_of(alice)


def select(world: LiveWorld, *labels: str, actor: Actor = SYSTEM) -> BulkJob:
    """A draft of these demo keys; of all live ones where none is named."""
    numbers = [world.planned(label).credential_id for label in labels]
    keys = LiveCredential.objects.filter(gone_at=None)
    chosen = keys.filter(credential_id__in=numbers) if labels else keys
    return bulk.select_keys(world.account.team, chosen, actor=actor)


def start(job: BulkJob, actor: Actor = SYSTEM) -> BulkJob:
    bulk.start_job(job, seen=bulk.digest_of(job), actor=actor)
    job.refresh_from_db()
    return job


def states(job: BulkJob) -> Counter[str]:
    return Counter(job.items.values_list("state", flat=True))


class TestRun:
    def test_it_ends_what_was_selected_and_nothing_else(self, world: LiveWorld) -> None:
        before = set(world.demo.world.credentials)
        job = start(select(world, "certbot on web-1", "audit trial"))
        assert (job.state, states(job)) == (BulkState.DONE, {"done": 2})
        ended = {world.planned(name).credential_id for name in ("certbot on web-1", "audit trial")}
        assert before - set(world.demo.world.credentials) == ended
        gone = LiveCredential.objects.exclude(gone_at=None)
        assert set(gone.values_list("credential_id", flat=True)) == ended

    def test_each_end_has_its_own_entries_and_the_job_has_its_own(
        self, world: LiveWorld, actor: Actor
    ) -> None:
        start(select(world, "certbot on web-1", "audit trial", actor=actor), actor)
        entries = AuditEntry.objects.filter(actor=actor.name).order_by("seq")
        revoked = entries.filter(action=AuditAction.CREDENTIAL_REVOKED)
        assert [entry.outcome for entry in revoked] == [Outcome.STARTED, Outcome.DONE] * 2
        first, last = entries.filter(action=AuditAction.BULK_DONE)
        assert (first.outcome, first.details) == (Outcome.STARTED, {"count": 2})
        assert (last.outcome, last.details) == (Outcome.DONE, {"done": 2})

    def test_our_own_key_is_asked_for_once_and_never_ended(self, world: LiveWorld) -> None:
        world.sandbox.record.calls.clear()
        job = start(select(world))
        own = world.account.management_key
        assert own is not None
        assert own.credential_id in world.demo.world.credentials
        assert states(job)["excluded"] == 1
        assert "itself works with" in str(job.items.get(state=BulkItemState.EXCLUDED).notes[0])
        asked = [call for call in world.sandbox.record.calls if "current" in call.path]
        assert len(asked) == 1

    def test_our_own_key_is_refused_though_no_row_names_it(self, world: LiveWorld) -> None:
        key = world.account.management_key
        assert key is not None
        number, key.credential_id = key.credential_id, None
        key.save()
        assert number is not None
        job = start(select(world))
        assert job.items.get(number=number).state == BulkItemState.REFUSED
        assert number in world.demo.world.credentials

    def test_what_is_gone_already_is_done(self, world: LiveWorld) -> None:
        number = world.planned("certbot on web-1").credential_id
        world.demo.world.drop(world.demo.world.credentials[number])
        job = start(select(world, "certbot on web-1"))
        item = job.items.get()
        assert item.state == BulkItemState.DONE
        assert str(item.notes[0]) == "OVHcloud did not know it any more."

    def test_one_that_fails_stops_no_other(self, world: LiveWorld) -> None:
        number = world.planned("certbot on web-1").credential_id
        world.fail(f"status=503 method=DELETE path=/me/api/credential/{number}")
        job = start(select(world, "certbot on web-1", "audit trial"))
        assert states(job) == {"done": 1, "failed": 1}
        assert number in world.demo.world.credentials
        assert job.items.get(number=number).notes

    @pytest.mark.usefixtures("tasks_wait")
    def test_a_role_that_is_lost_before_it_runs_ends_nothing(
        self, world: LiveWorld, teammate: Callable[[Role], Person]
    ) -> None:
        bob = teammate(Role.OPERATOR)
        actor = audit.actor_of(bob)
        job = start(select(world, "certbot on web-1", "audit trial", actor=actor), actor)
        teams.change_role(bob.memberships.get(), Role.AUDITOR, actor=SYSTEM)
        world.sandbox.record.calls.clear()
        bulk.run_job.call(str(job.pk))
        assert states(job) == {"refused": 2}
        assert not [call for call in world.sandbox.record.calls if call.method == "DELETE"]


@pytest.mark.usefixtures("tasks_wait")
class TestResuming:
    def test_a_killed_run_is_taken_up_without_a_second_delete(self, world: LiveWorld) -> None:
        job = start(select(world, "certbot on web-1", "audit trial"))
        first = job.items.order_by("number")[0]
        BulkJob.objects.update(state=BulkState.RUNNING, run=uuid.uuid4())
        BulkItem.objects.filter(pk=first.pk).update(state=BulkItemState.DOING)
        world.demo.world.drop(world.demo.world.credentials[first.number])
        bulk.resume_job(str(job.pk))
        world.sandbox.record.calls.clear()
        bulk.run_job.call(str(job.pk))
        assert states(job) == {"done": 2}
        deleted = [call.path for call in world.sandbox.record.calls if call.method == "DELETE"]
        assert [path.rpartition("/")[2] for path in deleted] == [
            str(number)
            for number in job.items.exclude(pk=first.pk).values_list("number", flat=True)
        ]

    def test_of_two_workers_one_finds_work(self, world: LiveWorld) -> None:
        job = start(select(world, "audit trial"))
        bulk.run_job.call(str(job.pk))
        world.sandbox.record.calls.clear()
        bulk.run_job.call(str(job.pk))
        bulk.resume_job(str(job.pk))
        assert not world.sandbox.record.calls

    def test_the_worker_that_fails_the_task_queues_the_job_again(self, world: LiveWorld) -> None:
        job = start(select(world, "audit trial"))
        BulkJob.objects.update(state=BulkState.RUNNING, run=uuid.uuid4())
        task = DBTaskResult.objects.filter(task_path=bulk.run_job.module_path).get()
        DBTaskResult.objects.filter(pk=task.pk).update(
            status=TaskResultStatus.RUNNING, worker_ids=["gone"], started_at=timezone.now()
        )
        heartbeat.end_own("gone")
        job.refresh_from_db()
        assert job.state == BulkState.QUEUED
        assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1

    @pytest.mark.usefixtures("short_timeouts")
    def test_an_answer_that_never_came_is_looked_at_before_anything_is_repeated(
        self, world: LiveWorld
    ) -> None:
        number = world.planned("audit trial").credential_id
        job = start(select(world, "audit trial"))
        BulkItem.objects.update(state=BulkItemState.UNKNOWN)
        world.sandbox.record.calls.clear()
        bulk.run_job.call(str(job.pk))
        called = [(call.method, call.path) for call in world.sandbox.record.calls]
        looked = ("GET", f"/me/api/credential/{number}")
        assert called.index(looked) < called.index(("DELETE", looked[1]))
        assert states(job) == {"done": 1}


class TestStart:
    def test_a_selection_that_changed_since_it_was_shown_does_nothing(
        self, world: LiveWorld
    ) -> None:
        job = select(world, "audit trial")
        seen = bulk.digest_of(job)
        select(world, "certbot on web-1")
        with pytest.raises(NotAllowedError, match="not the one that was shown"):
            bulk.start_job(job, seen=seen, actor=SYSTEM)
        assert states(job) == {"waiting": 2}

    def test_a_draft_of_somebody_else_is_not_started(self, world: LiveWorld, actor: Actor) -> None:
        job = select(world, "audit trial", actor=actor)
        with pytest.raises(NotAllowedError, match="Somebody else made this selection"):
            start(job)

    def test_it_is_started_once(self, world: LiveWorld) -> None:
        job = start(select(world, "audit trial"))
        with pytest.raises(NotAllowedError, match="no draft any more"):
            start(job)

    def test_nothing_to_act_on_is_refused(self, world: LiveWorld) -> None:
        with pytest.raises(NotAllowedError, match="Nothing is selected"):
            start(select(world, "keydesk"))

    @pytest.mark.usefixtures("tasks_wait")
    def test_stopping_leaves_the_rest(self, world: LiveWorld) -> None:
        job = start(select(world, "certbot on web-1", "audit trial"))
        bulk.stop_job(job, actor=SYSTEM)
        bulk.run_job.call(str(job.pk))
        job.refresh_from_db()
        assert (job.state, states(job)) == (BulkState.STOPPED, {"skipped": 2})
        with pytest.raises(NotAllowedError, match="over already"):
            bulk.stop_job(job, actor=SYSTEM)


@pytest.mark.usefixtures("tasks_wait")
class TestChangedOutside:
    """Whoever writes to the database has no key ended that nobody confirmed."""

    def other(self, world: LiveWorld, job: BulkJob) -> dict[str, object]:
        number = world.planned("certbot on web-1").credential_id
        return {"account": world.account, "number": number}

    def refused(self, world: LiveWorld, job: BulkJob) -> None:
        there = set(world.demo.world.credentials)
        bulk.run_job.call(str(job.pk))
        assert set(world.demo.world.credentials) == there

    def test_an_item_that_was_changed(self, world: LiveWorld) -> None:
        job = start(select(world, "audit trial"))
        BulkItem.objects.update(**self.other(world, job))
        self.refused(world, job)
        job.refresh_from_db()
        assert job.state == BulkState.FAILED
        assert "changed outside Keydesk" in str(job.cause)

    def test_an_item_that_was_added(self, world: LiveWorld) -> None:
        job = start(select(world, "audit trial"))
        BulkItem.objects.create(job=job, state="waiting", **self.other(world, job))
        self.refused(world, job)

    def test_a_draft_that_was_queued(self, world: LiveWorld) -> None:
        job = select(world, "audit trial")
        BulkJob.objects.update(state=BulkState.QUEUED)
        self.refused(world, job)

    def test_a_job_that_ended_and_was_put_back(self, world: LiveWorld) -> None:
        job = start(select(world, "audit trial"))
        bulk.stop_job(job, actor=SYSTEM)
        BulkJob.objects.update(state=BulkState.QUEUED)
        BulkItem.objects.update(state=BulkItemState.WAITING)
        self.refused(world, job)


class TestSets:
    def test_a_sweep_is_of_what_opens_nothing(self, world: LiveWorld) -> None:
        accounts, number = Account.objects.all(), world.planned("audit trial").credential_id
        LiveCredential.objects.filter(credential_id=number).update(status="expired")
        swept = bulk.sweep(world.account.team, accounts, actor=SYSTEM)
        assert [item.number for item in swept.items.all()] == [number]
        assert bulk.sweepable_keys(accounts).count() == 1
        bulk.sweep(world.account.team, accounts, actor=SYSTEM)
        assert BulkJob.objects.count() == 1

    def test_an_application_without_keys_is_deleted_after_a_recount(self, world: LiveWorld) -> None:
        number = world.planned("audit trial").application_id
        LiveCredential.objects.filter(application_id=number).update(gone_at=timezone.now())
        keyless = bulk.keyless_applications(Account.objects.all())
        assert number in keyless.values_list("application_id", flat=True)
        job = start(bulk.select_applications(world.account.team, keyless, actor=SYSTEM))
        refused = job.items.get(number=number)
        assert refused.state == BulkItemState.REFUSED
        assert "Keys of this application that OVHcloud lists: 1;" in str(refused.notes[0])
        assert not world.demo.world.applications[number].deleted
        assert states(job)["refused"] == 1
