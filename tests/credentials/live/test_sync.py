from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from credentials import live, ovhcloud
from credentials.audit import SYSTEM
from credentials.core import AuditAction, KeyState, NotAllowedError, Outcome, SyncState
from credentials.live import reading, sync, sync_rows
from credentials.models import Account, AuditEntry, LiveCredential, Person, ProcessBeat, Sync
from sandbox.demo_world import NIC_B, NIC_C, DemoWorld
from sandbox.server import Running
from tests.credentials.ovhcloud.client.conftest import IMPATIENT
from tests.live_world import LiveWorld, take_over
from tests.people import make_team

KEYS = "/me/api/credential"
BRISK = replace(IMPATIENT, listing_deadline=6, read_timeout=0.5)


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


@pytest.fixture
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between attempts of a few milliseconds."""
    monkeypatch.setattr(ovhcloud, "limits", cache(lambda: BRISK))


def causes(account: Account) -> str:
    """What is said of the newest reading; every sentence of it is kept by its code."""
    (reading,) = live.sync_statuses(Account.objects.filter(pk=account.pk))
    packed = [row.trouble for row in account.live_credentials.all()]
    for row in account.syncs.all():
        packed += [row.trouble, *row.remarks]
    assert [sentence for sentence in packed if sentence and "code" not in sentence] == []
    return " ".join(str(cause) for cause in reading.causes)


def queued(account: Account, *, age: timedelta = timedelta()) -> Sync:
    waiting = Sync.objects.create(account=account, state=SyncState.QUEUED)
    Sync.objects.filter(pk=waiting.pk).update(created_at=timezone.now() - age)
    return waiting


def running(account: Account, *, silent_for: timedelta = timedelta()) -> Sync:
    beat = timezone.now() - silent_for
    return Sync.objects.create(account=account, state=SyncState.RUNNING, beat_at=beat)


def beaten() -> None:
    """A worker is there."""
    now = timezone.now()
    ProcessBeat.objects.create(name="worker-1", is_worker=True, is_busy=True, beat_at=now)


class TestReading:
    def test_it_brings_every_key_with_its_facts(self, world: LiveWorld) -> None:
        done = world.sync()
        assert (done.state, done.done, done.total) == (SyncState.DONE, 6, 6)
        certbot = world.live("certbot on web-1")
        assert str(certbot.live_application) == "certbot"
        assert certbot.allowed_ips == ["198.51.100.4/32"]
        assert {"method": "GET", "path": "/domain/zone/"} in certbot.rules

    def test_it_brings_the_service_accounts(self, world: LiveWorld) -> None:
        world.sync()
        (client,) = world.account.live_clients.all()
        assert (client.name, client.flow) == ("dns-automation", "CLIENT_CREDENTIALS")

    def test_it_is_logged_with_who_asked(self, world: LiveWorld, alice: Person) -> None:
        world.sync(alice)
        entry = AuditEntry.objects.get(action=AuditAction.ACCOUNT_SYNCED)
        assert (entry.actor, entry.outcome) == (alice.email, Outcome.DONE)

    def test_an_application_of_somebody_else_gets_its_name(
        self, account: Account, demo: DemoWorld, sandbox_server: Running
    ) -> None:
        world = take_over(account, demo, sandbox_server, nic=NIC_C)
        world.sync()
        application = world.live("API console").live_application
        assert application is not None
        assert (application.name, application.is_owned) == ("OVHcloud API console", False)

    def test_keys_of_a_deleted_application_are_dead(
        self, account: Account, demo: DemoWorld, sandbox_server: Running
    ) -> None:
        world = take_over(account, demo, sandbox_server, nic=NIC_B)
        world.sync()
        application = world.live("old dashboard").live_application
        assert application is not None
        assert application.is_deleted

    def test_what_is_no_longer_listed_is_gone(self, world: LiveWorld) -> None:
        world.sync()
        gone = world.planned("audit trial").credential_id
        world.demo.world.drop(world.demo.world.credentials[gone])
        world.sync()
        assert world.live("audit trial").gone_at is not None
        assert world.live("certbot on web-1").gone_at is None

    def test_a_stored_key_that_ended_is_marked(self, world: LiveWorld) -> None:
        key = world.store("terraform laptop")
        number = world.planned("terraform laptop").credential_id
        world.demo.world.drop(world.demo.world.credentials[number])
        world.sync()
        key.refresh_from_db()
        assert key.state == KeyState.REVOKED

    def test_a_stored_key_that_is_listed_stays_valid(self, world: LiveWorld) -> None:
        key = world.store("terraform laptop")
        world.sync()
        key.refresh_from_db()
        assert key.state == KeyState.VALIDATED

    def test_a_key_taken_back_meanwhile_does_not_come_back(
        self, world: LiveWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.sync()
        beat = sync_rows.beat

        def revoke_in_the_middle(under_way: Sync) -> None:
            LiveCredential.objects.update(gone_at=timezone.now())
            beat(under_way)

        monkeypatch.setattr(sync_rows, "beat", revoke_in_the_middle)
        world.sync()
        world.sync()
        assert world.live("audit trial").gone_at is not None


class TestTrouble:
    def test_one_unreadable_key_keeps_its_facts_and_gets_its_cause(self, world: LiveWorld) -> None:
        world.sync()
        certbot = world.planned("certbot on web-1").credential_id
        world.fail(f"forbid={certbot} path={KEYS}*", "no-batch", "no-pages")
        done = world.sync()
        row = world.live("certbot on web-1")
        assert (done.state, done.done, done.total) == (SyncState.DONE, 6, 6)
        assert (row.gone_at, row.allowed_ips) == (None, ["198.51.100.4/32"])
        assert f"GET {KEYS}/{certbot}" in str(row.cause)
        assert causes(world.account).startswith("1 of 6 keys could not be read. The key's rights")
        assert "request one that has this rule. OVHcloud's query id: EU." in causes(world.account)

    def test_a_cause_is_cleared_once_the_key_is_read(self, world: LiveWorld) -> None:
        world.fail(f"forbid={world.planned('certbot on web-1').credential_id}", "no-pages")
        world.sync()
        world.fail()
        world.sync()
        assert not world.live("certbot on web-1").cause
        assert causes(world.account) == ""

    @pytest.mark.parametrize(
        ("fault", "cause"),
        [
            (f"status=403 path={KEYS}*", "OVHcloud forbids GET /me/api/credential"),
            (f"status=500 path={KEYS}*", "OVHcloud has a fault of its own"),
            (f"html path={KEYS}*", "A web page came back for GET /me/api/credential"),
            (f"empty path={KEYS}*", "OVHcloud's answer to GET /me/api/credential is empty"),
            (f"hang=30 path={KEYS}*", "OVHcloud did not answer GET /me/api/credential within"),
            (f"reset path={KEYS}*", "The connection broke before OVHcloud had answered GET"),
            (f"rate-limit=0 path={KEYS}*", "OVHcloud asks to slow down"),
        ],
    )
    @pytest.mark.usefixtures("_brisk")
    def test_the_true_cause_is_kept_and_nothing_is_lost(
        self, world: LiveWorld, fault: str, cause: str
    ) -> None:
        world.sync()
        world.fail(fault)
        assert world.sync().state == SyncState.FAILED
        assert cause in causes(world.account)
        assert world.account.live_credentials.filter(gone_at=None).count() == 6

    def test_a_missing_rule_is_named(self, world: LiveWorld) -> None:
        world.fail("status=403 path=/me/api/application")
        done = world.sync()
        assert done.state == SyncState.DONE
        assert "GET /me/api/application" in causes(world.account)

    def test_a_dead_management_key_is_the_cause(self, world: LiveWorld) -> None:
        key = world.demo.management(world.nic)
        world.demo.world.drop(world.demo.world.credentials[key.credential_id])
        assert world.sync().state == SyncState.FAILED
        assert "consumer key" in causes(world.account)

    def test_a_fault_of_our_own_is_said_to_be_ours(
        self, world: LiveWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reading, "finish", None)
        with pytest.raises(TypeError):
            world.sync()
        assert causes(world.account) == "Keydesk has a fault; its log says which."

    def test_a_slow_ovhcloud_is_read_all_the_same(self, world: LiveWorld) -> None:
        world.fail("latency=250")
        assert world.sync().state == SyncState.DONE

    def test_a_limited_ovhcloud_shows_keys_before_the_end(
        self, world: LiveWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.fill(100)
        world.fail("rate-limit=60", "no-pages", "no-batch")

        def stop(under_way: Sync) -> None:
            if under_way.done:
                raise sync_rows.TakenOver

        monkeypatch.setattr(sync_rows, "beat", stop)
        begun = timezone.now()
        world.sync()
        assert world.account.live_credentials.count() > 20
        assert timezone.now() - begun < timedelta(seconds=5)


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
        said = "Workers read accounts of other teams; 1 readings go first."
        assert causes(world.account) == said
        running(accounts[1])
        assert causes(world.account) == "Workers read A1; 1 readings go before this one."

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
