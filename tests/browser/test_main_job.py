"""Keydesk's main job with real clicks, once with acceptance and once with refusal."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials.enums import AuditAction, KeyState
from credentials.models import AuditEntry, ConsumerKey, LiveCredential, Person, Team
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.browser.desk import Desk

NIC = "aa11111-ovh"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_the_desk(desk: Desk, alice: Person, team: Team, ovhcloud: Running, demo: DemoWorld) -> Desk:
    """Alice at her desk, an account with its management key and an application taken in."""
    desk.sign_in(alice)
    take_in_the_account(desk)
    take_in_the_management_key(desk, demo)
    take_in_an_application(desk, demo)
    return desk


def take_in_the_account(desk: Desk) -> None:
    desk.check()
    desk.click("Add account", role="link")
    desk.fill("Label", "Main account")
    desk.page.get_by_label("Endpoint").select_option("sandbox")
    desk.check()
    desk.click("Add account")
    desk.sees("Main account")


def take_in_the_management_key(desk: Desk, demo: DemoWorld) -> None:
    key = demo.management(NIC)
    desk.open("/keys/paste/")
    desk.page.get_by_label("Account").select_option(label="Main account · sandbox · Harbour")
    desk.fill("Application key", f"  {key.application_key} ")
    desk.fill("Application secret", key.application_secret)
    desk.fill("Consumer key", key.consumer_key)
    desk.fill("Label", "keydesk")
    desk.page.get_by_label("Keydesk works with this key").check()
    desk.check()
    desk.click("Prove and keep the key")
    desk.sees("Validated")
    desk.check()


def take_in_an_application(desk: Desk, demo: DemoWorld) -> None:
    key = demo.of("unused")[0]
    desk.open("/vault/new/application/")
    desk.page.get_by_label("Account").select_option(index=1)
    desk.fill("Application key", key.application_key)
    desk.fill("Application secret", key.application_secret)
    desk.fill("Label", "certbot")
    desk.check()
    desk.click("Store application")
    desk.sees("certbot")
    desk.check()


def request_a_key(desk: Desk) -> None:
    """From a recipe and a zone to the page from which one leaves for OVHcloud."""
    desk.click("Rights builder", role="link")
    desk.click("certbot, one zone")
    desk.fill("Zone", "example.com")
    desk.page.keyboard.press("Enter")
    desk.sees("Read the DNS zone example.com")
    desk.check()
    desk.page.get_by_role("button", name="Request a key").click()
    desk.check()
    desk.click("Use certbot")
    desk.page.get_by_role("button", name="Next: addresses").click()
    desk.check()
    desk.page.get_by_role("button", name="Next: label and owner").click()
    desk.fill("Label", "certbot on web-9")
    desk.check()
    desk.page.get_by_role("button", name="Next: review").click()
    desk.check()
    desk.click("Request certbot on web-9")
    desk.sees("Go to OVHcloud's page")
    desk.check()


def answer_at_ovhcloud(desk: Desk, answer: str) -> None:
    """On the validation page, and back through the callback."""
    desk.page.get_by_role("link", name="Go to OVHcloud's page").click()
    desk.page.get_by_label(NIC, exact=False).first.check()
    desk.click("Sign in")
    desk.page.get_by_label("Validity").select_option(label="30 days")
    desk.click(answer)
    desk.page.wait_for_url(f"{desk.origin}/keys/requests/**")


def read_the_live_keys(desk: Desk, *, shown: str) -> None:
    desk.open("/live/")
    desk.page.get_by_role("link", name=shown).first.wait_for()
    desk.check()


def reveal(desk: Desk) -> str:
    """The consumer key, after confirming who asks."""
    desk.page.get_by_role("button", name="Reveal").first.click()
    desk.confirm()
    desk.page.get_by_role("button", name="Reveal").first.click()
    shown = desk.page.locator("reveal-secret code.value").first
    expect(shown).to_be_visible()
    desk.check()
    return shown.inner_text().strip()


def revoke(desk: Desk, credential_id: int) -> None:
    desk.page.get_by_role("link", name="Revoke").first.click()
    desk.page.wait_for_url("**/revoke/")
    desk.check()
    desk.page.locator("input[name=typed]").fill(f"#{credential_id}")
    desk.check()
    desk.click("Revoke this key")


def test_a_key_is_accepted_seen_revealed_revoked_and_all_of_it_is_logged(
    at_the_desk: Desk, demo: DemoWorld
) -> None:
    desk = at_the_desk
    request_a_key(desk)
    answer_at_ovhcloud(desk, "Accept")
    desk.sees("Validated")
    desk.check()
    key = ConsumerKey.objects.get(label="certbot on web-9")
    assert key.state == KeyState.VALIDATED
    assert key.credential_id is not None

    read_the_live_keys(desk, shown="certbot")
    assert LiveCredential.objects.get(credential_id=key.credential_id).gone_at is None

    desk.open(f"/vault/{key.pk}/")
    held = demo.world.credentials[key.credential_id].consumer_key
    assert reveal(desk) == held
    desk.page.get_by_role("link", name="Hide").click()
    expect(desk.page.locator("main")).not_to_contain_text(held)

    desk.open(f"/live/{key.account_id}/keys/{key.credential_id}/")
    revoke(desk, key.credential_id)
    desk.page.wait_for_url("**/live/**")
    key.refresh_from_db()
    assert key.state == KeyState.REVOKED
    assert key.credential_id not in demo.world.credentials

    desk.click("Activity", role="link")
    for words in ("requested the key", "had validated the key", "revealed", "revoked the live key"):
        desk.sees(words)
    desk.check()


def test_a_key_that_is_refused_says_so_and_offers_another_try(
    at_the_desk: Desk, demo: DemoWorld
) -> None:
    desk = at_the_desk
    request_a_key(desk)
    answer_at_ovhcloud(desk, "Refuse")
    desk.sees("Refused")
    desk.check()
    assert ConsumerKey.objects.get(label="certbot on web-9").state == KeyState.REFUSED
    assert AuditEntry.objects.filter(action=AuditAction.KEY_REFUSED).count() == 1
