"""Every page, in both themes, on a desktop and on a phone: no axe violation, nothing too wide."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from credentials.models import Person
from tests.browser.console_page import EACH_SCREEN, ConsolePage
from tests.dashboard.permission_tables import PAGES, TABLE
from tests.world import World

SEEN = [
    *PAGES,
    *(name for name, rule in TABLE.items() if "GET" in rule.methods and name != "live:progress"),
]

pytestmark = pytest.mark.django_db(transaction=True)


@EACH_SCREEN
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
    console = ConsolePage(context.new_page(), live_server.url)
    console.sign_in(alice)
    console.open(one_of_each.url("team:add", "team_id"))
    console.confirm()
    for name in SEEN:
        console.open(one_of_each.url(name, TABLE[name].things if name in TABLE else ""))
        console.check_with_colours()
    context.close()


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/password/reset/", "/nothing-here/"])
def test_pages_before_the_sign_in_are_for_everybody(console: ConsolePage, path: str) -> None:
    console.open(path)
    console.console_errors.clear()  # Chromium says of itself that a page answered 404
    console.check_with_colours()


@pytest.mark.parametrize(
    ("added", "rule"),
    [
        ("<img>", "image-alt"),
        ('<p style="color: #777">pale</p>', "color-contrast"),
        ('<div style="width: 3000px">wide</div>', "too wide"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(console: ConsolePage, added: str, rule: str) -> None:
    console.open("/nothing-here/")
    console.console_errors.clear()
    console.page.locator("main").evaluate(
        "(main, html) => { const box = document.createElement('div'); box.innerHTML = html;"
        " for (const part of box.querySelectorAll('[style]'))"
        "   part.style.cssText = part.getAttribute('style'); main.append(box); }",
        added,
    )
    console.console_errors.clear()
    with pytest.raises(AssertionError, match=rule):
        console.check_with_colours()
