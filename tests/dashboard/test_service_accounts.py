from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials import audit, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Outcome, Role
from credentials.models import Account, AuditEntry, LiveClient, Person, ServiceAccount
from sandbox.demo_world import DemoClient
from tests.dashboard.live_pages import client_url, rows
from tests.live_world import LiveWorld
from tests.people import Browser, rewrite

LIST = reverse("service_accounts:list")
CREATE = reverse("service_accounts:create")
STORE = reverse("service_accounts:store")
WRONG = "a0wrong0client0secret00000000001"
SignIn = Callable[[Person], Browser]


def make_rows(account: Account, count: int) -> None:
    """So many clients that are listed, and as many that are only stored."""
    now = timezone.now()
    for number in range(count):
        LiveClient.objects.create(
            account=account, client_id=f"EU.live{number:04}", first_seen_at=now, read_at=now
        )
        ServiceAccount.objects.create(
            account=account, kind="service_account", label="x", client_id=f"EU.kept{number:04}"
        )


def test_a_service_account_whose_maker_was_killed_says_that_its_secret_is_lost(
    world: LiveWorld, browser_of_alice: Browser
) -> None:
    listed = LiveClient.objects.filter(account=world.account).first()
    assert listed is not None
    url = reverse("service_accounts:detail", args=[world.account.pk, listed.client_id])
    assert "was stopped before it kept the secret" not in browser_of_alice.page(url)
    audit.record(
        AuditAction.CLIENT_CREATED,
        actor=SYSTEM,
        subject=audit.subject_of(world.account),
        outcome=Outcome.STARTED,
        details={"label": listed.name},
    )
    page = browser_of_alice.page(url)
    assert "was stopped before it kept the secret" in page


class TestList:
    def test_listed_and_stored_stand_together(
        self, world: LiveWorld, browser_of_alice: Browser, service_account: ServiceAccount
    ) -> None:
        page = browser_of_alice.page(LIST)
        assert rows(page) == 2
        for text in ("dns-automation", "Not in the vault", "reporting", "Not listed yet"):
            assert text in page

    def test_one_that_is_both_is_one_row(
        self, stored_client: ServiceAccount, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(LIST)
        assert rows(page) == 1
        assert reverse("vault:detail", args=[stored_client.pk]) in page

    @pytest.mark.parametrize("count", [1, 3, 300])
    def test_it_asks_the_database_as_often_however_many_there_are(
        self,
        account: Account,
        browser_of_alice: Browser,
        django_assert_num_queries: DjangoAssertNumQueries,
        count: int,
    ) -> None:
        make_rows(account, count)
        with django_assert_num_queries(8):
            browser_of_alice.page(LIST)

    @pytest.mark.parametrize(
        "query",
        [
            {"q": "dns live"},
            {"q": "oauth2 urn"},
            {"q": "MAIN client credentials"},
            {"state": "live"},
            {"held": "not-in-vault"},
        ],
    )
    def test_words_and_filters_find_it(
        self,
        world: LiveWorld,
        browser_of_alice: Browser,
        service_account: ServiceAccount,
        query: dict[str, str],
    ) -> None:
        page = browser_of_alice.page(LIST, **query)
        assert rows(page) == 1
        assert "dns-automation" in page

    @pytest.mark.parametrize("order", ["name", "-name", "account", "state", "made", "-made", "?"])
    def test_every_order_shows_every_row(
        self, account: Account, browser_of_alice: Browser, order: str
    ) -> None:
        make_rows(account, 2)
        assert rows(browser_of_alice.page(LIST, o=order)) == 4

    def test_a_stranger_sees_none(self, world: LiveWorld, charlie: Person, sign_in: SignIn) -> None:
        assert "No service account yet" in sign_in(charlie).page(LIST)


class TestCreate:
    def fields(self, account: Account, **changes: str) -> dict[str, str]:
        return {
            "account": str(account.pk), "label": "reporting", "description": "Bills", **changes
        }  # fmt: skip

    def test_the_secret_goes_into_the_vault_and_onto_no_page(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        answer = browser_of_alice.post(CREATE, self.fields(world.account), follow=True)
        stored = ServiceAccount.objects.get()
        secret = world.demo.world.clients[stored.client_id].secret
        page = answer.content.decode()
        assert "Its secret is in the vault" in page
        assert reverse("vault:detail", args=[stored.pk]) in page
        assert stored.identity in page
        assert secret not in page
        assert vault.reveal(stored, actor=SYSTEM).expose() == secret

    def test_a_refusal_keeps_what_was_typed(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        world.fail("status=500 method=POST")
        page = browser_of_alice.post(CREATE, self.fields(world.account)).content.decode()
        assert "OVHcloud has a fault of its own" in page
        assert 'value="Bills"' in page

    def test_an_account_without_the_right_is_named_with_the_rule(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        key = world.account.management_key
        assert key is not None
        key.rules = [{"method": "GET", "path": "/me/api/*"}]
        key.save()
        page = browser_of_alice.page(CREATE)
        assert "lacks the rule POST /me/api/oauth2/client" in page
        assert "No account can have one" in page
        refused = browser_of_alice.post(CREATE, self.fields(world.account))
        assert b"Select a valid choice" in refused.content

    def test_an_endpoint_without_oauth2_says_so(
        self, account: Account, browser_of_alice: Browser
    ) -> None:
        rewrite(Account.objects.all(), endpoint="soyoustart-eu")
        for page in (CREATE, STORE):
            assert "So you Start Europe has no service accounts" in browser_of_alice.page(page)

    @pytest.mark.parametrize("page", [CREATE, STORE])
    @pytest.mark.parametrize("role", [Role.REQUESTER, Role.AUDITOR])
    def test_a_role_that_keeps_no_secrets_is_refused(
        self,
        account: Account,
        teammate: Callable[[Role], Person],
        sign_in: SignIn,
        page: str,
        role: Role,
    ) -> None:
        bob = sign_in(teammate(role)).confirm()
        assert bob.get(page).status_code == 403
        assert bob.post(page, {"account": str(account.pk)}).status_code == 403
        assert "An admin or an operator can do this." in bob.page(LIST)

    @pytest.mark.parametrize("page", [CREATE, STORE])
    def test_a_strangers_account_does_not_exist(
        self, world: LiveWorld, charlie: Person, sign_in: SignIn, page: str
    ) -> None:
        answer = sign_in(charlie).confirm().post(page, self.fields(world.account))
        assert answer.status_code == 404
        assert AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).exists()


class TestStore:
    def fields(
        self, account: Account, dns_automation: DemoClient, **changes: str
    ) -> dict[str, str]:
        return {
            "account": str(account.pk),
            "label": "dns automation",
            "client_id": f"  {dns_automation.client_id}\n",
            "client_secret": f" {dns_automation.client_secret} ",
            **changes,
        }

    def test_what_is_proved_is_kept(
        self, world: LiveWorld, browser_of_alice: Browser, dns_automation: DemoClient
    ) -> None:
        fields = self.fields(world.account, dns_automation)
        page = browser_of_alice.post(STORE, fields, follow=True).content.decode()
        assert "OVHcloud issued a token for it" in page
        assert dns_automation.client_secret not in page
        stored = ServiceAccount.objects.get()
        assert vault.reveal(stored, actor=SYSTEM).expose() == dns_automation.client_secret

    @pytest.mark.parametrize("secret", [WRONG, f"{WRONG}é", "short"])
    def test_a_wrong_secret_is_not_sent_back(
        self, world: LiveWorld, browser_of_alice: Browser, dns_automation: DemoClient, secret: str
    ) -> None:
        fields = self.fields(world.account, dns_automation, client_secret=secret)
        answer = browser_of_alice.post(STORE, fields)
        page = answer.content.decode()
        assert "Paste it again" in page or "client secret" in page
        assert secret not in page
        assert dns_automation.client_id in page
        assert "no-store" in answer.headers["Cache-Control"]
        assert not ServiceAccount.objects.exists()

    def test_a_listed_one_can_be_stored_from_its_page(
        self, world: LiveWorld, browser_of_alice: Browser, dns_automation: DemoClient
    ) -> None:
        page = browser_of_alice.page(client_url(world, dns_automation))
        query = f"?account={world.account.pk}&amp;client_id={dns_automation.client_id}"
        assert STORE + query in page
        filled = browser_of_alice.page(STORE, account=world.account.pk, client_id="EU.0011223344")
        assert 'value="EU.0011223344"' in filled
        assert f'value="{world.account.pk}" selected' in filled


class TestDetail:
    def test_it_says_that_policies_decide(
        self, world: LiveWorld, browser_of_alice: Browser, dns_automation: DemoClient
    ) -> None:
        page = browser_of_alice.page(client_url(world, dns_automation))
        identity = world.demo.world.clients[dns_automation.client_id].identity
        assert identity is not None
        assert identity in page
        assert "Until a policy names this identity, it can do nothing" in page

    def test_one_that_is_only_stored_has_a_page(
        self, account: Account, browser_of_alice: Browser, service_account: ServiceAccount
    ) -> None:
        place = [account.pk, service_account.client_id]
        page = browser_of_alice.page(reverse("service_accounts:detail", args=place))
        assert "it comes with the next reading" in page
        assert "No reading of the account has brought it yet" in page

    @pytest.mark.parametrize("page", ["detail", "delete"])
    def test_a_stranger_finds_nothing(
        self,
        world: LiveWorld,
        dns_automation: DemoClient,
        charlie: Person,
        sign_in: SignIn,
        page: str,
    ) -> None:
        assert (
            sign_in(charlie).confirm().get(client_url(world, dns_automation, page)).status_code
            == 404
        )

    def test_an_unknown_client_is_not_found(
        self, account: Account, browser_of_alice: Browser
    ) -> None:
        place = reverse("service_accounts:detail", args=[account.pk, "EU.nobody"])
        assert browser_of_alice.get(place).status_code == 404
