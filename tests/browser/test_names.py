"""Real names at the rights builder, by keyboard and by script, for everybody's eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import Account, Person, Team
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.browser.desk import Desk
from tests.live_world import BOB, take_over

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def accounts(team: Team, account: Account, demo: DemoWorld, ovhcloud: Running) -> list[Account]:
    """Alice's account, which may read names, and one whose key may not."""
    other = vault.open_account(team, label="Other account", endpoint="sandbox", actor=SYSTEM)
    take_over(account, demo, ovhcloud)
    take_over(other, demo, ovhcloud, nic=BOB)
    return [account, other]


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 1280), ("dark", 390)], ids=["light-desk", "dark-phone"]
)
def test_a_zone_is_chosen_without_a_mouse_and_a_missing_right_is_named(
    live_server: LiveServer,
    browser: Browser,
    alice: Person,
    accounts: list[Account],
    theme: str,
    width: int,
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]  # one of two words
        reduced_motion="reduce",
    )
    desk = Desk(context.new_page(), live_server.url)
    desk.sign_in(alice)
    desk.open("/rights/?rule=GET,POST+/domain/zone/*/record")
    desk.check()
    choice = desk.page.get_by_label("Names from the account")
    choice.select_option(label="Other account")
    desk.sees("key for Other account may not GET /domain/zone.")
    desk.check()
    choice.select_option(label="Main account")
    _press(desk, "Read the names DNS zones")
    desk.sees("lab.example.com")
    desk.check()
    _press(desk, "Take example.com")
    expect(desk.page.locator("#rules-0-path")).to_have_value("/domain/zone/example.com/record")
    desk.open("/rights/?recipe=certbot-zone")
    desk.page.get_by_label("Names from the account").select_option(label="Main account")
    desk.page.get_by_label("DNS zone", exact=True).fill("lab")
    expect(desk.page.get_by_role("button", name="Take example.com")).to_have_count(0)
    desk.check()
    _press(desk, "Take lab.example.com")
    desk.sees("Read the DNS zone lab.example.com")
    assert desk.said == []
    context.close()


def _press(desk: Desk, name: str) -> None:
    """As a person does who has no mouse."""
    button = desk.page.get_by_role("button", name=name, exact=True)
    button.focus()
    desk.page.keyboard.press("Enter")
