from __future__ import annotations

from functools import cache

import pytest

from credentials import conf, service_accounts, vault
from credentials.audit import SYSTEM
from credentials.client import Deleted
from credentials.enums import AuditAction, Outcome
from credentials.errors import KeydeskError, NotAllowedError, TokenRefused, Unavailable
from credentials.models import Account, AuditEntry, Entry, LiveClient, ServiceAccount
from credentials.service_accounts import Given
from sandbox.demo_world import DemoClient, DemoWorld
from sandbox.server import Running
from tests.dashboard.conftest import BRISK
from tests.live_world import LiveWorld, take_over

CARD = vault.Card(label="reporting")


@pytest.fixture
def world(
    account: Account, demo: DemoWorld, ovhcloud: Running, monkeypatch: pytest.MonkeyPatch
) -> LiveWorld:
    monkeypatch.setattr(conf, "limits", cache(lambda: BRISK))
    return take_over(account, demo, ovhcloud)


@pytest.fixture
def client(demo: DemoWorld) -> DemoClient:
    return next(client for client in demo.clients if client.label == "dns-automation")


def given(client: DemoClient, *, secret: str = "") -> Given:
    return Given(client_id=client.client_id, client_secret=secret or client.client_secret)


def create(account: Account) -> ServiceAccount:
    return service_accounts.create(account, card=CARD, description="Bills", actor=SYSTEM)


class TestCreate:
    def test_the_secret_that_arrives_is_in_the_vault(self, world: LiveWorld) -> None:
        stored = create(world.account)
        secret = vault.reveal(stored, actor=SYSTEM).expose()
        assert world.demo.world.clients[stored.client_id].secret == secret

    def test_it_is_live_at_once_with_the_identity_ovhcloud_gave(self, world: LiveWorld) -> None:
        stored = create(world.account)
        live = LiveClient.objects.get(client_id=stored.client_id)
        assert live.identity == stored.identity
        assert stored.identity.startswith("urn:v1:eu:identity:credential:")

    def test_a_look_that_fails_afterwards_loses_nothing(self, world: LiveWorld) -> None:
        world.fail("status=500 method=GET path=/me/api/oauth2/client/*")
        stored = create(world.account)
        assert vault.reveal(stored, actor=SYSTEM).expose()
        assert stored.identity == ""

    def test_a_failure_keeps_nothing_and_is_logged(self, world: LiveWorld) -> None:
        world.fail("status=500 method=POST")
        with pytest.raises(Unavailable):
            create(world.account)
        assert not ServiceAccount.objects.exists()
        outcomes = AuditEntry.objects.filter(action=AuditAction.CLIENT_CREATED).order_by("seq")
        assert [entry.outcome for entry in outcomes] == [Outcome.STARTED, Outcome.FAILED]

    def test_a_missing_right_is_named(self, world: LiveWorld) -> None:
        key = world.account.management_key
        assert key is not None
        key.rules = []
        key.save()
        with pytest.raises(NotAllowedError, match="lacks the rule POST /me/api/oauth2/client"):
            create(world.account)

    def test_an_endpoint_without_oauth2_says_so(self, account: Account) -> None:
        account.endpoint = "kimsufi-eu"
        with pytest.raises(NotAllowedError, match="Kimsufi Europe has no service accounts"):
            create(account)


class TestStore:
    def test_what_is_proved_is_kept(self, world: LiveWorld, client: DemoClient) -> None:
        stored = service_accounts.store(world.account, given(client), card=CARD, actor=SYSTEM)
        assert vault.reveal(stored, actor=SYSTEM).expose() == client.client_secret

    def test_a_wrong_secret_is_refused_and_not_kept(
        self, world: LiveWorld, client: DemoClient
    ) -> None:
        wrong = given(client, secret="a0wrong0client0secret00000000001")
        with pytest.raises(TokenRefused, match="client secret is not its own"):
            service_accounts.store(world.account, wrong, card=CARD, actor=SYSTEM)
        assert not ServiceAccount.objects.exists()

    def test_it_learns_what_a_reading_brought(self, world: LiveWorld, client: DemoClient) -> None:
        world.sync()
        stored = service_accounts.store(world.account, given(client), card=CARD, actor=SYSTEM)
        assert stored.identity == LiveClient.objects.get(client_id=client.client_id).identity

    def test_twice_is_once(self, world: LiveWorld, client: DemoClient) -> None:
        service_accounts.store(world.account, given(client), card=CARD, actor=SYSTEM)
        with pytest.raises(NotAllowedError, match="stored already, as reporting"):
            service_accounts.store(world.account, given(client), card=CARD, actor=SYSTEM)

    def test_a_secret_kept_elsewhere_is_named(self, world: LiveWorld, client: DemoClient) -> None:
        service_accounts.store(world.account, given(client), card=CARD, actor=SYSTEM)
        other = Given(client_id="EU.0011223344556677", client_secret=client.client_secret)
        with pytest.raises(NotAllowedError, match="This secret is stored already, in reporting"):
            service_accounts.store(world.account, other, card=CARD, actor=SYSTEM)


class TestTest:
    def test_it_says_how_long_a_token_lives(self, world: LiveWorld, client: DemoClient) -> None:
        stored = service_accounts.store(world.account, given(client), card=CARD, actor=SYSTEM)
        assert service_accounts.test(stored, actor=SYSTEM) == 3599

    def test_the_token_is_kept_nowhere(
        self, world: LiveWorld, client: DemoClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        stored = service_accounts.store(world.account, given(client), card=CARD, actor=SYSTEM)
        service_accounts.test(stored, actor=SYSTEM)
        tokens = list(world.demo.world.tokens)
        kept = [*Entry.objects.values_list(), *AuditEntry.objects.values_list(), caplog.text]
        assert tokens
        assert not [token for token in tokens if token in str(kept)]

    def test_one_deleted_at_ovhcloud_does_not_work(
        self, world: LiveWorld, client: DemoClient
    ) -> None:
        stored = service_accounts.store(world.account, given(client), card=CARD, actor=SYSTEM)
        world.demo.world.drop(world.demo.world.clients[client.client_id])
        with pytest.raises(TokenRefused):
            service_accounts.test(stored, actor=SYSTEM)
        newest = AuditEntry.objects.filter(action=AuditAction.CLIENT_TESTED).first()
        assert newest is not None
        assert newest.outcome == Outcome.FAILED


class TestDelete:
    def test_it_is_gone_there_and_stays_here(self, world: LiveWorld) -> None:
        stored = create(world.account)
        live = LiveClient.objects.get(client_id=stored.client_id)
        assert service_accounts.delete(live, actor=SYSTEM) is Deleted.DONE
        assert stored.client_id not in world.demo.world.clients
        assert vault.reveal(stored, actor=SYSTEM).expose()
        assert LiveClient.objects.get(pk=live.pk).gone_at is not None

    def test_one_gone_already_counts_as_done(self, world: LiveWorld) -> None:
        stored = create(world.account)
        world.demo.world.drop(world.demo.world.clients[stored.client_id])
        live = LiveClient.objects.get(client_id=stored.client_id)
        assert service_accounts.delete(live, actor=SYSTEM) is Deleted.GONE_ALREADY

    def test_a_gone_one_is_not_deleted_again(self, world: LiveWorld) -> None:
        live = LiveClient.objects.get(client_id=create(world.account).client_id)
        service_accounts.delete(live, actor=SYSTEM)
        with pytest.raises(NotAllowedError, match="is gone from OVHcloud"):
            service_accounts.delete(live, actor=SYSTEM)

    def test_no_error_holds_a_secret(self, world: LiveWorld, client: DemoClient) -> None:
        world.fail("echo", "status=500 path=/auth/oauth2/token")
        with pytest.raises(KeydeskError) as caught:
            service_accounts.store(world.account, given(client), card=CARD, actor=SYSTEM)
        assert client.client_secret not in repr(caught.value) + str(caught.getrepr())
