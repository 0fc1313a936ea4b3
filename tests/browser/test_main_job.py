"""Keydesk's main job with real clicks, once with acceptance and once with refusal."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials.core import AuditAction, KeyState
from credentials.models import AuditEntry, ConsumerKey, LiveCredential, Person, Team
from sandbox.demo_world import NIC_A, DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ready(
    console: ConsolePage, alice: Person, team: Team, sandbox_server: Running, demo: DemoWorld
) -> ConsolePage:
    """Alice signed in, with an account, its management key and an application."""
    console.sign_in(alice)
    add_the_account(console)
    add_the_management_key(console, demo)
    add_an_application(console, demo)
    return console


def add_the_account(console: ConsolePage) -> None:
    console.check()
    console.click("Add account", role="link")
    console.confirm()
    console.fill("Label", "Main account")
    console.page.get_by_label("Endpoint").select_option("sandbox")
    console.check()
    console.click("Add account")
    console.expect_text("Main account")


def add_the_management_key(console: ConsolePage, demo: DemoWorld) -> None:
    key = demo.management(NIC_A)
    console.open("/keys/paste/")
    console.page.get_by_label("Account").select_option(label="Main account · sandbox · Harbour")
    console.fill("Application key", f"  {key.application_key} ")
    console.fill("Application secret", key.application_secret)
    console.fill("Consumer key", key.consumer_key)
    console.fill("Label", "keydesk")
    console.page.get_by_label("Keydesk works with this key").check()
    console.check()
    console.click("Check and save")
    console.expect_text(f"OVHcloud says this key belongs to {NIC_A}. Is that Main account?")
    console.check()
    console.click(f"Yes, this is {NIC_A}")
    console.expect_text("Validated")
    console.check()


def add_an_application(console: ConsolePage, demo: DemoWorld) -> None:
    key = demo.of("unused")[0]
    console.open("/vault/new/application/")
    console.page.get_by_label("Account").select_option(index=1)
    console.fill("Application key", key.application_key)
    console.fill("Application secret", key.application_secret)
    console.fill("Label", "certbot")
    console.check()
    console.click("Store application")
    console.expect_text("certbot")
    console.check()


def request_a_key(console: ConsolePage) -> None:
    """From a recipe and a zone to the page from which one leaves for OVHcloud."""
    console.click("Rights builder", role="link")
    console.click("certbot, one zone")
    console.fill("Zone", "example.com")
    console.page.keyboard.press("Enter")
    console.expect_text("Read the DNS zone example.com")
    console.check()
    console.page.get_by_role("button", name="Request a key").click()
    console.expect_step("application")
    console.check()
    console.click("Use certbot")
    console.page.get_by_role("button", name="Next: addresses").click()
    console.expect_step("addresses")
    console.check()
    console.page.get_by_role("button", name="Next: label and owner").click()
    console.expect_step("details")
    console.fill("Label", "certbot on web-9")
    console.check()
    console.page.get_by_role("button", name="Next: review").click()
    console.expect_step("review")
    console.check()
    console.click("Request certbot on web-9")
    console.expect_text("Go to OVHcloud's page")
    console.check()


def answer_at_ovhcloud(console: ConsolePage, answer: str) -> None:
    """On the validation page, and back through the callback."""
    console.page.get_by_role("link", name="Go to OVHcloud's page").click()
    console.page.get_by_label(NIC_A, exact=False).first.check()
    console.click("Sign in")
    console.page.get_by_label("Validity").select_option(label="30 days")
    console.click(answer)
    console.page.wait_for_url(f"{console.origin}/keys/requests/**")


def read_the_live_keys(console: ConsolePage, *, shown: str) -> None:
    console.open("/live/")
    console.page.get_by_role("link", name=shown).first.wait_for()
    console.check()


def reveal(console: ConsolePage) -> str:
    """The consumer key; who asks confirmed that lately."""
    console.page.get_by_role("button", name="Reveal").first.click()
    shown = console.page.locator("reveal-secret code.value").first
    expect(shown).to_be_visible()
    console.check()
    return shown.inner_text().strip()


def revoke(console: ConsolePage, credential_id: int) -> None:
    console.page.get_by_role("link", name="Revoke").first.click()
    console.page.wait_for_url("**/revoke/")
    console.check()
    console.page.locator("input[name=typed]").fill(f"#{credential_id}")
    console.check()
    console.click("Revoke this key")


def test_a_key_is_accepted_seen_revealed_revoked_and_all_of_it_is_logged(
    ready: ConsolePage, demo: DemoWorld
) -> None:
    console = ready
    request_a_key(console)
    answer_at_ovhcloud(console, "Accept")
    console.expect_text("Validated")
    console.check()
    key = ConsumerKey.objects.get(label="certbot on web-9")
    assert key.state == KeyState.VALIDATED
    assert key.credential_id is not None

    read_the_live_keys(console, shown="certbot")
    assert LiveCredential.objects.get(credential_id=key.credential_id).gone_at is None

    console.open(f"/vault/{key.pk}/")
    held = demo.world.credentials[key.credential_id].consumer_key
    assert reveal(console) == held
    console.page.get_by_role("link", name="Hide").click()
    expect(console.page.locator("main")).not_to_contain_text(held)

    console.open(f"/live/{key.account_id}/keys/{key.credential_id}/")
    revoke(console, key.credential_id)
    console.page.wait_for_url("**/live/**")
    key.refresh_from_db()
    assert key.state == KeyState.REVOKED
    assert key.credential_id not in demo.world.credentials

    console.click("Activity", role="link")
    for words in ("requested the key", "validated the key", "revealed", "revoked the live key"):
        console.expect_text(words)
    console.check()


def test_a_key_that_is_refused_says_so_and_offers_another_try(
    ready: ConsolePage, demo: DemoWorld
) -> None:
    console = ready
    request_a_key(console)
    answer_at_ovhcloud(console, "Refuse")
    console.expect_text("Refused")
    console.check()
    assert ConsumerKey.objects.get(label="certbot on web-9").state == KeyState.REFUSED
    assert AuditEntry.objects.filter(action=AuditAction.KEY_REFUSED).count() == 1
