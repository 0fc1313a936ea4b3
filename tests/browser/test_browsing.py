"""Rights taken from a place of the API, step by step, for everybody's eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from credentials.models import Person, Team
from tests.browser.console_page import EACH_SCREEN, ConsolePage

pytestmark = pytest.mark.django_db(transaction=True)


@EACH_SCREEN
def test_rules_for_one_zone_come_of_browsing_to_it(
    live_server: LiveServer, browser: Browser, alice: Person, team: Team, theme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]  # one of two words
        reduced_motion="reduce",
    )
    console = ConsolePage(context.new_page(), live_server.url)
    console.sign_in(alice)
    console.open("/rights/?q=zone+record")
    console.check()
    console.page.locator("summary", has_text="Browse the API").click()
    console.check()
    console.page.locator('[value="browse /domain"]').click()
    console.page.locator('[value="browse /domain/zone"]').click()
    console.page.wait_for_url("**at=/domain/zone**")
    console.check()
    console.page.get_by_label("One alone").fill("example.com")
    console.page.get_by_label("One alone").press("Enter")
    console.page.locator('[value="browse /domain/zone/example.com/record"]').click()
    console.page.locator('[value="level read-write"]').click()
    expect(console.page.locator("#rules-1-path")).to_have_value("/domain/zone/example.com/record/*")
    console.expect_text("5 operations in 1 product")
    console.check()
    context.close()
