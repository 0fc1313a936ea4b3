from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from credentials import live, ovhcloud
from credentials.core import AuditAction, KeyState, Outcome, SyncState
from credentials.live import reading, sync_rows
from credentials.models import Account, AuditEntry, ConsumerKey, LiveCredential, Person, Sync
from sandbox.demo_world import NIC_B, NIC_C, DemoWorld
from sandbox.server import Running
from tests.credentials.live.readings import causes
from tests.credentials.ovhcloud.client.conftest import IMPATIENT
from tests.live_world import LiveWorld, take_over

KEYS = "/me/api/credential"
BRISK = replace(IMPATIENT, listing_deadline=6, read_timeout=0.5)


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


@pytest.fixture
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between attempts of a few milliseconds."""
    monkeypatch.setattr(ovhcloud, "limits", cache(lambda: BRISK))


class TestReading:
    def test_it_brings_every_key_with_its_facts(self, world: LiveWorld) -> None:
        done = world.sync()
        assert (done.state, done.done, done.total) == (SyncState.DONE, 6, 6)
        certbot = world.live("certbot on web-1")
        assert str(certbot.live_application) == "certbot"
        assert certbot.allowed_ips == ["198.51.100.4/32"]
        assert {"method": "GET", "path": "/domain/zone/"} in certbot.rules

    @pytest.mark.parametrize("faults", [[], ["no-pages"]], ids=str)
    def test_a_key_is_written_once_where_few_calls_bring_its_application(
        self, world: LiveWorld, faults: list[str]
    ) -> None:
        """By pages and by batches the applications come before the keys."""
        world.account.live_credentials.all().delete()
        world.fail(*faults)
        with CaptureQueriesContext(connection) as queries:
            world.sync()
        table = LiveCredential._meta.db_table
        verbs = ("INSERT INTO", "UPDATE")
        written = [
            query["sql"].partition(" ")[0]
            for query in queries
            for verb in verbs
            if query["sql"].startswith(f'{verb} "{table}"') and "search_text" in query["sql"]
        ]
        assert written == ["INSERT"]
        assert world.live("certbot on web-1").name == "certbot"

    def test_a_key_gets_its_application_where_that_takes_a_call_each(
        self, world: LiveWorld
    ) -> None:
        world.fail("no-pages", "no-batch")
        world.sync()
        assert world.live("certbot on web-1").name == "certbot"
        done = live.rebuild_rows(Account.objects.all())
        assert (done.differing_rows, done.differing_counts) == (0, 0)

    def test_it_says_how_many_calls_it_took_and_what_it_waits_for(
        self, world: LiveWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.sandbox.record.calls.clear()
        assert world.sync().calls == world.sandbox.record.count() > 0
        world.fail("no-pages", "no-batch")
        paced = replace(IMPATIENT, rate=0.5, burst=4, is_shared=False)
        monkeypatch.setattr(ovhcloud, "limits", cache(lambda: paced))
        waits: list[bool] = []

        def stop_once_it_waits(under_way: Sync) -> None:
            waits.append(under_way.next_call_at is not None)
            if waits[-1]:
                raise sync_rows.TakenOver

        monkeypatch.setattr(sync_rows, "beat", stop_once_it_waits)
        world.sync()
        assert waits[-1]

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

    @pytest.mark.parametrize("status", [400, 401, 404, 471, 500])
    def test_one_damaged_key_is_one_unread_row_and_the_rest_is_read(
        self, world: LiveWorld, status: int
    ) -> None:
        world.sync()
        certbot = world.planned("certbot on web-1").credential_id
        LiveCredential.objects.exclude(credential_id=certbot).delete()
        world.account.live_applications.all().delete()
        world.fail(f"status={status} path={KEYS}/{certbot}*", "no-batch", "no-pages")
        assert world.sync().state == SyncState.DONE
        rows = world.account.live_credentials.filter(gone_at=None)
        assert rows.count() == (5 if status == 404 else 6)
        assert [row.credential_id for row in rows if row.cause] == [certbot] * (status != 404)
        assert world.account.live_applications.filter(is_owned=True).count() == 6
        assert world.account.live_clients.count() == 1

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

    def test_a_dead_management_key_is_said_to_have_ended_and_marked(self, world: LiveWorld) -> None:
        key = world.demo.management(world.nic)
        world.demo.world.drop(world.demo.world.credentials[key.credential_id])
        assert world.sync().state == SyncState.FAILED
        said = "The management key has ended at OVHcloud. Choose another key on the account's page"
        assert causes(world.account).startswith(said)
        stored = ConsumerKey.objects.get(manages=world.account)
        assert stored.state == KeyState.REVOKED
        live.start_due_syncs()
        assert world.account.syncs.count() == 1

    def test_a_management_key_bound_to_addresses_may_only_not_let_us_in(
        self, world: LiveWorld
    ) -> None:
        ConsumerKey.objects.update(allowed_ips=["198.51.100.4/32"])
        world.fail("status=403 error=credential-not-valid")
        assert world.sync().state == SyncState.FAILED
        assert "or does not let this console's address in" in causes(world.account)
        stored = ConsumerKey.objects.get(manages=world.account)
        assert stored.state == KeyState.VALIDATED

    def test_one_refusal_does_not_end_a_management_key(self, world: LiveWorld) -> None:
        world.fail(f"status=403 error=credential-not-valid path={KEYS}*")
        assert world.sync().state == SyncState.FAILED
        assert "has ended" not in causes(world.account)

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
        world.sync()
        assert 20 < world.account.live_credentials.count() < 100
