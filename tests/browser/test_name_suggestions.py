"""Real names at the rights builder, by keyboard and by script, for everybody's eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import Account, Person, Team
from sandbox.demo_world import NIC_B, DemoWorld
from sandbox.server import Running
from tests.browser.console_page import ConsolePage
from tests.live_world import take_over

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def accounts(
    team: Team, account: Account, demo: DemoWorld, sandbox_server: Running
) -> list[Account]:
    """Alice's account, which may read names, and one whose key may not."""
    other = vault.add_account(team, label="Other account", endpoint="sandbox", actor=SYSTEM)
    take_over(account, demo, sandbox_server)
    take_over(other, demo, sandbox_server, nic=NIC_B)
    return [account, other]


def test_a_zone_is_chosen_without_a_mouse_and_a_missing_right_is_named(
    each_screen: ConsolePage, alice: Person, accounts: list[Account]
) -> None:
    console = each_screen
    console.sign_in(alice)
    console.open("/rights/?rule=GET,POST+/domain/zone/*/record")
    console.check()
    choice = console.page.get_by_label("Names from the account")
    choice.select_option(label="Other account")
    console.expect_text("key for Other account may not GET /domain/zone.")
    console.check()
    choice.select_option(label="Main account")
    expect(console.page.locator("main")).not_to_contain_text("may not GET /domain/zone")
    _press(console, "Load names DNS zones")
    console.expect_text("lab.example.com")
    console.check()
    _press(console, "Take example.com")
    expect(console.page.locator("#rules-0-path")).to_have_value("/domain/zone/example.com/record")
    console.open("/rights/?recipe=certbot-zone")
    console.page.get_by_label("Names from the account").select_option(label="Main account")
    console.page.get_by_label("DNS zone", exact=True).fill("lab")
    expect(console.page.get_by_role("button", name="Take example.com")).to_have_count(0)
    console.check()
    _press(console, "Take lab.example.com")
    console.expect_text("Read the DNS zone lab.example.com")
    assert console.console_errors == []


def _press(console: ConsolePage, name: str) -> None:
    """As a person does who has no mouse."""
    button = console.page.get_by_role("button", name=name, exact=True)
    button.focus()
    console.page.keyboard.press("Enter")
