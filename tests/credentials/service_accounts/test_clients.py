from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

from credentials import service_accounts, vault
from credentials.audit import SYSTEM
from credentials.core import (
    ApiError,
    AuditAction,
    KeydeskError,
    NotAllowedError,
    Outcome,
    TokenRefused,
    Unavailable,
)
from credentials.models import Account, AuditEntry, LiveClient, ServiceAccount
from credentials.ovhcloud import Deleted
from credentials.service_accounts import ClientCredentials
from sandbox.demo_world import DemoClient, DemoWorld
from sandbox.server import Running
from tests.killed import EndsAtWrite, Killed
from tests.live_world import LiveWorld, take_over

METADATA = vault.EntryMetadata(label="reporting")


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


@pytest.fixture
def client(demo: DemoWorld) -> DemoClient:
    return next(client for client in demo.clients if client.label == "dns-automation")


def given(client: DemoClient, *, secret: str = "") -> ClientCredentials:
    return ClientCredentials(
        client_id=client.client_id, client_secret=secret or client.client_secret
    )


def create(account: Account) -> ServiceAccount:
    return service_accounts.create(account, metadata=METADATA, description="Bills", actor=SYSTEM)


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

    def test_a_reading_that_fails_afterwards_loses_nothing(self, world: LiveWorld) -> None:
        world.fail("status=500 method=GET path=/me/api/oauth2/client/*")
        stored = create(world.account)
        assert vault.reveal(stored, actor=SYSTEM).expose()
        assert stored.identity == ""

    @pytest.mark.parametrize("write", [1, 2, 3])
    def test_one_whose_maker_was_killed_is_known_to_have_lost_its_secret(
        self, world: LiveWorld, write: int
    ) -> None:
        """OVHcloud made it, and the process ended before its secret was kept."""
        before = set(world.demo.world.clients)

        def made() -> list[str]:
            return [
                call.path for call in world.sandbox.record.find("POST", "/me/api/oauth2/client")
            ]

        ends = EndsAtWrite(write, made)
        with connection.execute_wrapper(ends), pytest.raises(Killed):
            create(world.account)
        (left,) = set(world.demo.world.clients) - before
        assert not ServiceAccount.objects.exists()
        world.sync()
        orphan = LiveClient.objects.get(client_id=left)
        assert service_accounts.is_secret_lost(orphan)
        cache.clear()
        kept = create(world.account)
        assert vault.reveal(kept, actor=SYSTEM).expose()
        assert service_accounts.is_secret_lost(orphan)
        other = LiveClient.objects.exclude(client_id__in=(left, kept.client_id)).first()
        assert other is None or not service_accounts.is_secret_lost(other)

    def test_a_failure_keeps_nothing_and_is_logged(self, world: LiveWorld) -> None:
        world.fail("status=500 method=POST")
        with pytest.raises(Unavailable):
            create(world.account)
        assert not ServiceAccount.objects.exists()
        outcomes = AuditEntry.objects.filter(action=AuditAction.CLIENT_CREATED).order_by("seq")
        assert [entry.outcome for entry in outcomes] == [Outcome.STARTED, Outcome.FAILED]

    @pytest.mark.usefixtures("short_timeouts")
    def test_of_an_unknown_outcome_it_is_said_that_the_secret_is_lost(
        self, world: LiveWorld
    ) -> None:
        world.fail("hang=30 method=POST when=after")
        before = len(world.demo.world.clients)
        with pytest.raises(ApiError) as caught:
            create(world.account)
        assert len(world.demo.world.clients) == before + 1
        assert "its secret is lost" in str(caught.value.next_step)
        assert "Read the account again" in str(caught.value.next_step)

    def test_of_two_that_press_at_once_one_is_made(self, world: LiveWorld) -> None:
        create(world.account)
        made = len(world.demo.world.clients)
        with pytest.raises(NotAllowedError, match="was just made"):
            create(world.account)
        assert len(world.demo.world.clients) == made

    def test_one_that_was_refused_can_be_tried_again(self, world: LiveWorld) -> None:
        world.fail("status=429 method=POST")
        with pytest.raises(ApiError):
            create(world.account)
        world.fail()
        assert create(world.account).client_id

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
        stored = service_accounts.store(
            world.account, given(client), metadata=METADATA, actor=SYSTEM
        )
        assert vault.reveal(stored, actor=SYSTEM).expose() == client.client_secret

    def test_a_wrong_secret_is_refused_and_not_kept(
        self, world: LiveWorld, client: DemoClient
    ) -> None:
        wrong = given(client, secret="a0wrong0client0secret00000000001")
        with pytest.raises(TokenRefused, match="client secret is not its own"):
            service_accounts.store(world.account, wrong, metadata=METADATA, actor=SYSTEM)
        assert not ServiceAccount.objects.exists()

    def test_it_gets_the_identity_from_an_earlier_reading(
        self, world: LiveWorld, client: DemoClient
    ) -> None:
        world.sync()
        stored = service_accounts.store(
            world.account, given(client), metadata=METADATA, actor=SYSTEM
        )
        assert stored.identity == LiveClient.objects.get(client_id=client.client_id).identity

    @pytest.mark.usefixtures("short_timeouts")
    def test_a_token_that_did_not_come_leaves_nothing_to_look_for(
        self, world: LiveWorld, client: DemoClient
    ) -> None:
        world.fail("hang=30 path=/auth/oauth2/token when=after")
        with pytest.raises(ApiError) as caught:
            service_accounts.store(world.account, given(client), metadata=METADATA, actor=SYSTEM)
        assert not caught.value.is_outcome_unknown
        assert "all the same" not in str(caught.value.next_step)

    def test_a_client_stored_already_is_refused(self, world: LiveWorld, client: DemoClient) -> None:
        service_accounts.store(world.account, given(client), metadata=METADATA, actor=SYSTEM)
        with pytest.raises(NotAllowedError, match="stored already, as reporting"):
            service_accounts.store(world.account, given(client), metadata=METADATA, actor=SYSTEM)

    def test_a_secret_kept_elsewhere_is_named(self, world: LiveWorld, client: DemoClient) -> None:
        service_accounts.store(world.account, given(client), metadata=METADATA, actor=SYSTEM)
        other = ClientCredentials(
            client_id="EU.0011223344556677", client_secret=client.client_secret
        )
        with pytest.raises(NotAllowedError, match="This secret is stored already, in reporting"):
            service_accounts.store(world.account, other, metadata=METADATA, actor=SYSTEM)


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
            service_accounts.store(world.account, given(client), metadata=METADATA, actor=SYSTEM)
        assert client.client_secret not in repr(caught.value) + str(caught.getrepr())
