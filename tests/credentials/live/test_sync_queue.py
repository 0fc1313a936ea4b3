from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from credentials import live
from credentials.audit import SYSTEM
from credentials.core import AuditAction, NotAllowedError, Outcome, SyncState
from credentials.live import sync, sync_rows
from credentials.models import Account, AuditEntry, Sync
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.credentials.live.readings import beaten, causes, queued, running
from tests.live_world import LiveWorld, take_over
from tests.people import make_team

KEYS = "/me/api/credential"


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


@pytest.mark.usefixtures("tasks_wait")
class TestTogether:
    def test_a_second_reading_joins_the_first(self, world: LiveWorld) -> None:
        first = live.start_sync(world.account, actor=SYSTEM)
        assert live.start_sync(world.account, actor=SYSTEM) == first

    def test_an_account_without_management_key_is_refused_with_a_cause(
        self, account: Account
    ) -> None:
        with pytest.raises(NotAllowedError, match="no management key"):
            live.start_sync(account, actor=SYSTEM)

    def test_a_queued_reading_is_run(self, world: LiveWorld) -> None:
        started = live.start_sync(world.account, actor=SYSTEM)
        (task,) = DBTaskResult.objects.filter(task_path=live.run_sync.module_path)
        live.run_sync.call(*task.args_kwargs["args"])
        started.refresh_from_db()
        assert started.state == SyncState.DONE
        outcomes = AuditEntry.objects.filter(action=AuditAction.ACCOUNT_SYNCED).order_by("seq")
        assert [entry.outcome for entry in outcomes] == [Outcome.STARTED, Outcome.DONE]

    def test_of_two_workers_one_finds_work(self, world: LiveWorld) -> None:
        waiting = queued(world.account)
        for _ in range(2):
            live.run_sync.call(str(waiting.pk), None)
        assert AuditEntry.objects.filter(action=AuditAction.ACCOUNT_SYNCED).count() == 1

    def test_a_reading_whose_worker_was_killed_goes_on(self, world: LiveWorld) -> None:
        killed = running(world.account, silent_for=timedelta(seconds=16))
        assert "its worker was stopped" in causes(world.account)
        assert live.start_sync(world.account, actor=SYSTEM) == killed
        killed.refresh_from_db()
        assert killed.state == SyncState.QUEUED
        (task,) = DBTaskResult.objects.all()
        assert task.args_kwargs["args"] == [str(killed.pk), None]

    def test_a_reading_under_way_is_left_alone(self, world: LiveWorld) -> None:
        """Another worker lets it go on, should its own have ended."""
        beaten()
        working = running(world.account, silent_for=timedelta(seconds=50))
        assert live.start_sync(world.account, actor=SYSTEM) == working
        assert not DBTaskResult.objects.exists()

    def test_a_reading_that_went_on_elsewhere_writes_nothing_more_here(
        self, world: LiveWorld
    ) -> None:
        given_up = running(world.account, silent_for=timedelta(minutes=3))
        live.resume_sync(str(given_up.pk), None)
        assert sync_rows.claimed(str(given_up.pk)) is not None
        with pytest.raises(sync_rows.TakenOver):
            sync_rows.beat(given_up)
        assert not sync_rows.end(given_up, SyncState.DONE)

    def test_a_reading_that_ended_five_workers_has_failed(self, world: LiveWorld) -> None:
        killed = running(world.account)
        for _ in range(5):
            live.resume_sync(str(killed.pk), None)
            sync_rows.claimed(str(killed.pk))
        live.resume_sync(str(killed.pk), None)
        killed.refresh_from_db()
        assert killed.state == SyncState.FAILED
        assert "its worker was stopped" in causes(world.account)

    def test_a_reading_without_a_worker_says_how_to_start_one(self, world: LiveWorld) -> None:
        queued(world.account, age=timedelta(seconds=31))
        assert "manage.py db_worker" in causes(world.account)

    def test_a_reading_that_waits_for_a_busy_worker_says_so(self, world: LiveWorld) -> None:
        beaten()
        queued(world.account, age=timedelta(seconds=31))
        assert "busy with other work" in causes(world.account)

    def test_a_reading_says_which_accounts_go_first(self, world: LiveWorld) -> None:
        """And names none of another team."""
        beaten()
        other = make_team("Other", world.account.team.memberships.get().person)
        foreign = Account.objects.create(team=other, label="Secret", endpoint="sandbox")
        accounts = [
            Account.objects.create(team=world.account.team, label=f"A{number}", endpoint="sandbox")
            for number in range(2)
        ]
        running(foreign)
        queued(accounts[0], age=timedelta(seconds=20))
        queued(world.account, age=timedelta(seconds=10))
        said = "Workers read accounts of other teams; 1 reading goes first."
        assert causes(world.account) == said
        running(accounts[1])
        assert causes(world.account) == "Workers read A1; 1 reading goes before this one."

    def test_a_reading_just_queued_has_no_trouble(self, world: LiveWorld) -> None:
        queued(world.account, age=timedelta(seconds=5))
        assert causes(world.account) == ""

    def test_a_reading_that_waits_keeps_its_place_and_a_lost_task_is_queued_again(
        self, world: LiveWorld
    ) -> None:
        lost = queued(world.account, age=timedelta(minutes=3))
        for _ in range(2):
            assert live.start_sync(world.account, actor=SYSTEM) == lost
        assert DBTaskResult.objects.count() == 1
        assert not Sync.objects.filter(state=SyncState.FAILED).exists()


class TestResuming:
    def test_a_reading_goes_on_at_the_key_it_had_reached(
        self, world: LiveWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.fill(60)
        world.fail("rate-limit=60", "no-pages", "no-batch")
        begun = queued(world.account)

        def end_in_the_middle(under_way: Sync) -> None:
            if under_way.done >= 20:
                raise MemoryError

        monkeypatch.setattr(sync_rows, "beat", end_in_the_middle)
        monkeypatch.setattr(sync, "_finish", lambda *_, **__: None)
        with pytest.raises(MemoryError):
            live.run_sync.call(str(begun.pk), None)
        monkeypatch.undo()
        world.fail("no-pages", "no-batch")
        reached = world.account.live_credentials.count()
        assert 20 <= reached < 60
        world.sandbox.record.calls.clear()
        live.resume_sync(str(begun.pk), None)
        begun.refresh_from_db()
        assert (begun.state, begun.done, begun.total) == (SyncState.DONE, 60, 60)
        assert world.account.live_credentials.filter(gone_at=None).count() == 60
        assert world.sandbox.record.count("GET", f"{KEYS}/[0-9]*[0-9]") == 60 - reached


@pytest.mark.usefixtures("tasks_wait")
class TestQueueing:
    """The task is a row of the same database: it is there when the reading is, and only then."""

    def test_a_rollback_leaves_neither_a_reading_nor_a_task(self, world: LiveWorld) -> None:
        with transaction.atomic():
            live.start_sync(world.account, actor=SYSTEM)
            transaction.set_rollback(True)
        assert not Sync.objects.exists()
        assert not DBTaskResult.objects.exists()

    def test_the_task_is_there_before_the_commit_so_no_crash_after_it_can_lose_it(
        self, world: LiveWorld
    ) -> None:
        with transaction.atomic():
            started = live.start_sync(world.account, actor=SYSTEM)
            (task,) = DBTaskResult.objects.all()
        assert task.args_kwargs["args"] == [str(started.pk), None]
