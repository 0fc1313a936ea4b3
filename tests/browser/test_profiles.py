"""A key like the last one: found by a word, changed in a row, saved once the change was seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials import profiles
from credentials.audit import SYSTEM
from credentials.models import Person, Team
from credentials.rights import parse_rules
from tests.browser.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_profile_is_found_changed_and_saved_as_its_next_version(
    desk: Desk, alice: Person, team: Team
) -> None:
    wanted = profiles.Saving(name="bills, monthly", rules=parse_rules("GET /me/bill"))
    kept = profiles.save(team, wanted, author=alice, actor=SYSTEM).profile
    desk.sign_in(alice)
    desk.open("/rights/")
    desk.fill("Find operations, recipes, profiles and keys", "monthly")
    desk.click("bills, monthly")
    expect(desk.page.locator("#rules-0-path")).to_have_value("/me/bill")
    desk.page.locator("#rules-0-path").fill("/me/bill/*")
    desk.sees("Read all bills and everything else below /me/bill")
    desk.click("Save as a profile")
    desk.sees("What changes against version 1")
    desk.check()
    desk.click("Save version 2")
    desk.sees("Version 2 of bills, monthly is saved.")
    desk.click("Compare any two", role="link")
    desk.page.get_by_label("From version").select_option("0")
    expect(desk.page.locator("#change")).not_to_contain_text("Removed")
    desk.check()
    assert [one.rules[0]["path"] for one in kept.versions.all()] == ["/me/bill/*", "/me/bill"]
