"""A file of twelve keys of three accounts is taken in; then a value in a log is recognised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from credentials.core import KeyState
from credentials.models import Account, ConsumerKey, Person, Team
from sandbox.demo_world import NIC_A, NIC_B, NIC_C, DemoKey, DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage
from tests.conftest import SECRETS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
_EACH = 4


def keys_of(demo: DemoWorld, nic: str) -> Iterator[DemoKey]:
    """Keys of the account's own application, made at OVHcloud for this."""
    planned = demo.management(nic)
    credential = demo.world.credentials[planned.credential_id]
    for number in range(_EACH):
        value = f"{nic.replace('-', '')}0consumer0key0000000{number}"
        made = replace(credential, id=demo.world.next_id(), consumer_key=value)
        demo.world.keep(made)
        yield replace(planned, label=f"{nic[:2]} {number}", consumer_key=value)


def text_of(keys: list[DemoKey]) -> str:
    return "".join(
        f"[{key.label}]\nendpoint = sandbox\napplication_key = {key.application_key}\n"
        f"application_secret = {key.application_secret}\nconsumer_key = {key.consumer_key}\n\n"
        for key in keys
    )


def test_twelve_keys_of_three_accounts_are_taken_in(
    console: ConsolePage,
    alice: Person,
    team: Team,
    sandbox_server: Running,
    demo: DemoWorld,
    tmp_path: Path,
) -> None:
    keys = [key for nic in (NIC_A, NIC_B, NIC_C) for key in keys_of(demo, nic)]
    console.sign_in(alice)
    console.open("/keys/take-in/")
    console.confirm()
    console.check()
    file = tmp_path / "ovh.conf"
    file.write_text(text_of(keys))
    console.page.locator("input[type=file]").set_input_files(file)
    console.click("Find the keys")
    console.expect_text("12 of 12 can be stored. Nothing is stored yet.")
    console.check()
    assert not ConsumerKey.objects.exists()

    console.click("Store the ticked keys")
    console.expect_text("12 keys are kept.")
    kept = ConsumerKey.objects.filter(state=KeyState.VALIDATED).select_related("account")
    assert sorted((key.label, key.account.nic) for key in kept) == sorted(
        (key.label, key.account) for key in keys
    )
    assert Account.objects.count() == 3

    console.follow("What is this key?")
    console.check()
    console.fill("Text", f"2026-11-27 GET /me X-Ovh-Consumer: {keys[5].consumer_key}")
    console.click("Look it up")
    expect(console.page.get_by_role("link", name=keys[5].label)).to_be_visible()
    console.check()


def test_every_page_says_what_a_key_is(
    console: ConsolePage, alice: Person, consumer_key: ConsumerKey
) -> None:
    console.sign_in(alice)
    console.open("/")
    console.page.keyboard.press("/")
    console.page.keyboard.type(SECRETS["consumer_key"])
    console.page.keyboard.press("Enter")
    expect(console.page.get_by_role("link", name=consumer_key.label)).to_be_visible()
    assert SECRETS["consumer_key"] not in console.page.url + console.page.content()
    console.page.set_viewport_size({"width": 390, "height": 800})
    console.page.get_by_role("button", name="alice@example.com").click()
    console.follow("What is this key?")
    console.check()
