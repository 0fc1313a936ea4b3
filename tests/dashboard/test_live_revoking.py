from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from credentials.core import AuditAction, KeyState, Outcome, Role
from credentials.models import Account, AuditEntry, Person
from sandbox.demo_world import NIC_C, DemoWorld
from sandbox.server import Running
from tests.dashboard.live_pages import LIST, application_url, key_url, rows
from tests.live_world import LiveWorld, take_over
from tests.people import Browser

SignIn = Callable[[Person], Browser]


class TestKey:
    def test_it_says_in_words_what_the_key_can_do(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(key_url(world, "certbot on web-1"))
        assert "Read, create, act on, change or delete" in page
        assert "Not in the vault: OVHcloud lists it" in page
        assert "198.51.100.4/32" in page

    def test_a_key_not_in_the_vault_can_be_stored_with_its_account_chosen(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(key_url(world, "certbot on web-1"))
        assert f"{reverse('onboarding:paste')}?account={world.account.pk}" in page

    def test_a_stored_key_names_its_holder(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        stored = world.store("audit trial")
        page = browser_of_alice.page(key_url(world, "audit trial"))
        assert reverse("vault:detail", args=[stored.pk]) in page
        assert "Not in the vault: OVHcloud lists it" not in page

    def test_our_own_key_is_not_revoked_and_has_a_way_out(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(key_url(world, "keydesk"))
        assert "Choose another management key for the account first" in page
        assert key_url(world, "keydesk", "revoke") not in page
        answer = browser_of_alice.post(
            key_url(world, "keydesk", "revoke"), {"typed": "410000002"}, follow=True
        )
        assert "the key that Keydesk itself works with" in answer.content.decode()

    def test_a_missing_right_is_named_and_the_action_greyed(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        key = world.account.management_key
        assert key is not None
        key.rules = [{"method": "GET", "path": "/me/api/*"}]
        key.save()
        page = browser_of_alice.page(key_url(world, "audit trial"))
        assert "lacks the rule DELETE /me/api/credential/*" in page
        assert key_url(world, "audit trial", "revoke") not in page

    @pytest.mark.parametrize("role", [Role.REQUESTER, Role.AUDITOR])
    def test_a_role_that_does_not_revoke_sees_the_action_greyed(
        self,
        world: LiveWorld,
        teammate: Callable[[Role], Person],
        sign_in: SignIn,
        role: Role,
    ) -> None:
        bob = sign_in(teammate(role)).confirm()
        assert "Your role does not revoke keys" in bob.page(key_url(world, "audit trial"))
        refused = bob.post(key_url(world, "audit trial", "revoke"), {"typed": "410000016"})
        assert refused.status_code == 403
        assert world.live("audit trial").gone_at is None

    @pytest.mark.parametrize("page", ["credential", "revoke"])
    def test_a_stranger_finds_nothing_and_is_logged(
        self, world: LiveWorld, charlie: Person, sign_in: SignIn, page: str
    ) -> None:
        assert sign_in(charlie).confirm().get(key_url(world, "keydesk", page)).status_code == 404
        denied = AuditEntry.objects.get(action=AuditAction.ACCESS_DENIED)
        assert (denied.actor, denied.outcome) == (charlie.email, Outcome.DENIED)


class TestRevoke:
    def test_it_asks_for_a_fresh_confirmation(
        self, world: LiveWorld, alice: Person, sign_in: SignIn
    ) -> None:
        for method in ("get", "post"):
            answer = getattr(sign_in(alice), method)(key_url(world, "audit trial", "revoke"))
            assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))

    def test_it_says_what_stops_before_it_does(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(key_url(world, "external-dns staging", "revoke"))
        assert "No longer possible with it: Read, create, act on, change or delete" in page
        assert "It was last used" in page
        assert world.live("external-dns staging").gone_at is None

    @pytest.mark.parametrize("mark", ["", "#"])
    def test_the_row_is_right_at_once(
        self, world: LiveWorld, browser_of_alice: Browser, mark: str
    ) -> None:
        stored = world.store("terraform laptop")
        url, number = key_url(world, "terraform laptop", "revoke"), stored.credential_id
        page = browser_of_alice.post(url, {"typed": f"{mark}{number}"}, follow=True)
        assert f"Key #{number} is revoked" in page.content.decode()
        assert rows(browser_of_alice.page(LIST, q="terraform")) == 0
        assert rows(browser_of_alice.page(LIST, q="terraform", state="gone")) == 1
        assert number not in world.demo.world.credentials
        stored.refresh_from_db()
        assert stored.state == KeyState.REVOKED

    def test_a_wrong_id_does_nothing(self, world: LiveWorld, browser_of_alice: Browser) -> None:
        url = key_url(world, "audit trial", "revoke")
        page = browser_of_alice.post(url, {"typed": "410000008"})
        assert "Nothing was done" in page.content.decode()
        assert world.planned("audit trial").credential_id in world.demo.world.credentials

    def test_a_key_gone_already_counts_as_done(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        number = world.planned("audit trial").credential_id
        world.demo.world.drop(world.demo.world.credentials[number])
        url = key_url(world, "audit trial", "revoke")
        page = browser_of_alice.post(url, {"typed": str(number)}, follow=True)
        assert "it was gone already" in page.content.decode()
        assert world.live("audit trial").gone_at is not None

    def test_a_revoked_key_cannot_be_revoked_again(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        world.account.live_credentials.update(gone_at=timezone.now())
        answer = browser_of_alice.get(key_url(world, "audit trial", "revoke"), follow=True)
        assert "it opens nothing any more" in answer.content.decode()

    def test_a_refusal_of_ovhcloud_is_said_and_nothing_changes(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        world.fail("status=500 method=DELETE")
        number = world.planned("audit trial").credential_id
        url = key_url(world, "audit trial", "revoke")
        page = browser_of_alice.post(url, {"typed": str(number)}).content.decode()
        assert "OVHcloud has a fault of its own" in page
        assert world.live("audit trial").gone_at is None

    def test_it_is_logged_before_and_after(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        number = world.planned("audit trial").credential_id
        browser_of_alice.post(key_url(world, "audit trial", "revoke"), {"typed": str(number)})
        entries = AuditEntry.objects.filter(action=AuditAction.CREDENTIAL_REVOKED).order_by("seq")
        assert [entry.outcome for entry in entries] == [Outcome.STARTED, Outcome.DONE]


class TestApplication:
    @pytest.fixture
    def world(self, account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
        """Charlie's demo account, where an application has two keys and one is another's."""
        stands = take_over(account, demo, sandbox_server, nic=NIC_C)
        stands.sync()
        return stands

    def test_it_names_its_keys(self, world: LiveWorld, browser_of_alice: Browser) -> None:
        page = browser_of_alice.page(application_url(world, "shop deployment"))
        assert "Its 2 keys" in page
        assert "Deploys the shop" in page

    def test_one_of_somebody_else_is_not_revoked_here(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(application_url(world, "API console"))
        assert "somebody else owns it. Revoke its keys one by one" in page

    def test_our_own_is_not_revoked(self, world: LiveWorld, browser_of_alice: Browser) -> None:
        page = browser_of_alice.page(application_url(world, "keydesk"))
        assert "the key that Keydesk itself works with" in page

    def test_the_sheet_names_every_key_that_ends(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        page = browser_of_alice.page(
            application_url(world, "shop deployment", "revoke_application")
        )
        for label in ("shop deployment", "shop deployment, old"):
            assert f"Key #{world.planned(label).credential_id}" in page

    def test_it_ends_every_key(self, world: LiveWorld, browser_of_alice: Browser) -> None:
        stored = world.store("shop deployment")
        page = revoke_application(world, browser_of_alice)
        assert "no key of it works any more" in page
        assert rows(browser_of_alice.page(LIST, q="shop", state="application-deleted")) == 2
        stored.refresh_from_db()
        assert stored.state == KeyState.REVOKED

    def test_a_key_that_appeared_meanwhile_stops_it(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        world.live("shop deployment, old").delete()
        page = revoke_application(world, browser_of_alice)
        assert "Keys of this application that OVHcloud lists: 2; that the page showed: 1;" in page
        application = world.planned("shop deployment").application_id
        assert not world.demo.world.applications[application].deleted

    def test_a_page_that_does_not_say_what_it_showed_does_nothing(
        self, world: LiveWorld, browser_of_alice: Browser
    ) -> None:
        page = revoke_application(world, browser_of_alice, seen="everything")
        assert "does not say which keys it showed" in page

    def test_a_stranger_finds_nothing(
        self, world: LiveWorld, charlie: Person, sign_in: SignIn
    ) -> None:
        for page in ("application", "revoke_application"):
            url = application_url(world, "shop deployment", page)
            assert sign_in(charlie).confirm().get(url).status_code == 404


def revoke_application(world: LiveWorld, browser: Browser, *, seen: str | None = None) -> str:
    """Press the button of the sheet, as it was shown."""
    url = application_url(world, "shop deployment", "revoke_application")
    shown = browser.get(url).context["form"].initial["seen"]
    typed = str(world.planned("shop deployment").application_id)
    answer = browser.post(
        url, {"typed": typed, "seen": shown if seen is None else seen}, follow=True
    )
    text: str = answer.content.decode()
    return text
