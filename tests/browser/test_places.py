"""Rights taken from a place of the API, step by step, for everybody's eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from credentials.models import Person, Team
from tests.browser.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 1280), ("dark", 390)], ids=["light-desk", "dark-phone"]
)
def test_one_zone_is_taken_from_its_place(
    live_server: LiveServer, browser: Browser, alice: Person, team: Team, theme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]  # one of two words
        reduced_motion="reduce",
    )
    desk = Desk(context.new_page(), live_server.url)
    desk.sign_in(alice)
    desk.open("/rights/?q=zone+record")
    desk.check()
    desk.page.locator("summary", has_text="The API, place by place").click()
    desk.check()
    desk.page.locator('[value="browse /domain"]').click()
    desk.page.locator('[value="browse /domain/zone"]').click()
    desk.check()
    desk.page.get_by_label("One alone").fill("example.com")
    desk.page.get_by_label("One alone").press("Enter")
    desk.page.locator('[value="browse /domain/zone/example.com/record"]').click()
    desk.page.locator('[value="level read-write"]').click()
    expect(desk.page.locator("#rules-1-path")).to_have_value("/domain/zone/example.com/record/*")
    desk.sees("5 operations in 1 product")
    desk.check()
    context.close()
