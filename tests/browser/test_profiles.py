"""A key like the last one: found by a word, changed in a row, saved once the change was seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials import teams
from credentials.audit import SYSTEM
from credentials.models import Person, Team
from credentials.rights import parse_rules
from tests.browser.console_page import ConsolePage

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_profile_is_found_changed_and_saved_as_its_next_version(
    console: ConsolePage, alice: Person, team: Team
) -> None:
    wanted = teams.ProfileDraft(name="bills, monthly", rules=parse_rules("GET /me/bill"))
    profile = teams.save_profile(team, wanted, author=alice, actor=SYSTEM).profile
    console.sign_in(alice)
    console.open("/rights/")
    console.fill("Find operations, recipes, profiles and keys", "monthly")
    console.click("bills, monthly")
    expect(console.page.locator("#rules-0-path")).to_have_value("/me/bill")
    console.page.locator("#rules-0-path").fill("/me/bill/*")
    console.expect_text("Read all bills and everything else below /me/bill")
    console.click("Save as a profile")
    console.expect_text("What changes against version 1")
    console.check()
    console.click("Save version 2")
    console.expect_text("Version 2 of bills, monthly is saved.")
    console.click("Compare any two", role="link")
    console.page.get_by_label("From version").select_option("0")
    expect(console.page.locator("#change")).not_to_contain_text("Removed")
    console.check()
    assert [version.rules[0]["path"] for version in profile.versions.all()] == [
        "/me/bill/*",
        "/me/bill",
    ]
