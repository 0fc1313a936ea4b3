"""Every page, in both themes, at a desk and on a phone: no axe violation, nothing too wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from credentials.models import Person
from tests.browser.desk import Desk
from tests.dashboard.test_permissions import PAGES, TABLE
from tests.world import World

SEEN = [
    *PAGES,
    *(name for name, rule in TABLE.items() if "GET" in rule.methods and name != "live:progress"),
]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 1280), ("dark", 390)], ids=["light-desk", "dark-phone"]
)
def test_every_page_is_for_everybody(
    live_server: LiveServer,
    browser: Browser,
    one_of_each: World,
    alice: Person,
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
    desk.open(one_of_each.url("team:add", "team_id"))
    desk.confirm()
    for name in SEEN:
        desk.open(one_of_each.url(name, TABLE[name].things if name in TABLE else ""))
        desk.check()
    context.close()


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/password/reset/", "/nothing-here/"])
def test_pages_before_the_sign_in_are_for_everybody(desk: Desk, path: str) -> None:
    desk.open(path)
    desk.said.clear()  # Chromium says of itself that a page answered 404
    desk.check()
