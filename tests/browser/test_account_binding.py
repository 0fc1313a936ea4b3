"""The first key of an account: pasted, whose account it is answered with one click, opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials.core import KeyState
from credentials.models import Account, ConsumerKey, Person
from sandbox.demo_world import NIC_A, DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def paste_the_management_key(console: ConsolePage, demo: DemoWorld) -> None:
    key = demo.management(NIC_A)
    console.open("/keys/paste/")
    console.confirm()
    console.fill("Application key", key.application_key)
    console.fill("Application secret", key.application_secret)
    console.fill("Consumer key", key.consumer_key)
    console.fill("Label", "keydesk")
    console.page.get_by_label("Keydesk works with this key").check()
    console.click("Check and save")


def test_the_first_key_asks_whose_account_it_is(
    console: ConsolePage, alice: Person, account: Account, sandbox_server: Running, demo: DemoWorld
) -> None:
    console.sign_in(alice)
    paste_the_management_key(console, demo)
    console.expect_text(f"OVHcloud says this key belongs to {NIC_A}. Is that Main account?")
    console.expect_text("Closed until its OVHcloud account is confirmed.")
    console.check()

    expect(console.page.get_by_label("Keydesk works with this key")).to_be_checked()
    console.click(f"Yes, this is {NIC_A}")
    console.expect_text("Validated")
    console.expect_text("Keydesk reads the live keys of Main account with this key.")
    console.check()
    account.refresh_from_db()
    assert (account.nic, ConsumerKey.objects.get().state) == (NIC_A, KeyState.VALIDATED)

    console.open(f"/accounts/{account.pk}/")
    console.click("Change OVHcloud account", role="link")
    console.page.get_by_label("OVHcloud account id").wait_for()
    console.check()
    console.fill("OVHcloud account id", "bb22222-ovh")
    console.click("Change the OVHcloud account")
    console.expect_text("bb22222-ovh")
    console.expect_text("Another account's")
    console.check()
