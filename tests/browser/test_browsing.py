"""Rights taken from a place of the API, step by step, for everybody's eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials.models import Person, Team
from tests.browser.console_page import ConsolePage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_rules_for_one_zone_come_of_browsing_to_it(
    each_screen: ConsolePage, alice: Person, team: Team
) -> None:
    console = each_screen
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
