from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import Role
from credentials.models import LiveClient, Person, ServiceAccount, Team
from sandbox.demo_world import DemoClient
from tests.dashboard.live_pages import client_url, rows
from tests.live_world import LiveWorld
from tests.people import Browser

LIST = reverse("service_accounts:list")
CREATE = reverse("service_accounts:create")
STORE = reverse("service_accounts:store")
WRONG = "a0wrong0client0secret00000000001"
SignIn = Callable[[Person], Browser]


class TestDelete:
    def test_it_asks_for_a_fresh_confirmation(
        self, world: LiveWorld, dns_automation: DemoClient, alice: Person, sign_in: SignIn
    ) -> None:
        answer = sign_in(alice).post(
            client_url(world, dns_automation, "delete"), {"typed": dns_automation.client_id}
        )
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
        assert dns_automation.client_id in world.demo.world.clients

    def test_it_says_what_stops(
        self,
        world: LiveWorld,
        stored_client: ServiceAccount,
        dns_automation: DemoClient,
        browser_of_alice: Browser,
    ) -> None:
        page = browser_of_alice.page(client_url(world, dns_automation, "delete"))
        assert "Nobody gets a token" in page
        assert "host.example.com" in page
        assert "stays in the vault, marked as gone" in page

    def test_it_is_gone_there_and_kept_here(
        self,
        world: LiveWorld,
        stored_client: ServiceAccount,
        dns_automation: DemoClient,
        browser_of_alice: Browser,
    ) -> None:
        place = client_url(world, dns_automation, "delete")
        answer = browser_of_alice.post(place, {"typed": dns_automation.client_id}, follow=True)
        page = answer.content.decode()
        assert "is deleted at OVHcloud" in page
        assert "What the vault keeps of it stays" in page
        assert dns_automation.client_id not in world.demo.world.clients
        assert vault.reveal(stored_client, actor=SYSTEM).expose() == dns_automation.client_secret
        assert rows(browser_of_alice.page(LIST, state="gone")) == 1

    def test_a_wrong_id_does_nothing(
        self, world: LiveWorld, dns_automation: DemoClient, browser_of_alice: Browser
    ) -> None:
        browser_of_alice.post(client_url(world, dns_automation, "delete"), {"typed": "EU.another"})
        assert dns_automation.client_id in world.demo.world.clients

    def test_a_failure_is_said_and_nothing_changes(
        self, world: LiveWorld, dns_automation: DemoClient, browser_of_alice: Browser
    ) -> None:
        world.fail("status=500 method=DELETE")
        place = client_url(world, dns_automation, "delete")
        page = browser_of_alice.post(place, {"typed": dns_automation.client_id}).content.decode()
        assert "OVHcloud has a fault of its own" in page
        assert LiveClient.objects.get().gone_at is None

    def test_a_missing_right_is_named_and_the_action_greyed(
        self, world: LiveWorld, dns_automation: DemoClient, browser_of_alice: Browser
    ) -> None:
        key = world.account.management_key
        assert key is not None
        key.rules = [{"method": "GET", "path": "/me/api/*"}]
        key.save()
        page = browser_of_alice.page(client_url(world, dns_automation))
        assert "lacks the rule DELETE /me/api/oauth2/client/*" in page
        assert client_url(world, dns_automation, "delete") not in page

    @pytest.mark.parametrize("role", [Role.REQUESTER, Role.AUDITOR])
    def test_a_role_that_does_not_revoke_sees_it_greyed(
        self,
        team: Team,
        world: LiveWorld,
        dns_automation: DemoClient,
        teammate: Callable[[Role], Person],
        sign_in: SignIn,
        role: Role,
    ) -> None:
        bob = sign_in(teammate(role)).confirm()
        assert "Your role does not delete them" in bob.page(client_url(world, dns_automation))
        assert bob.get(client_url(world, dns_automation, "delete")).status_code == 403
