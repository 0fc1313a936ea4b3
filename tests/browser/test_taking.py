"""A secret goes to the clipboard or into a file without being on the page, and on the record."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import ConsumerKey, Person
from tests.browser.desk import Desk
from tests.conftest import SECRETS

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = SECRETS["consumer_key"]


@pytest.fixture
def at_the_key(desk: Desk, alice: Person, consumer_key: ConsumerKey) -> Desk:
    """Alice at the page of a key, with a clipboard, not confirmed yet."""
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.sign_in(alice)
    desk.open(f"/vault/{consumer_key.pk}/")
    return desk


def copy(desk: Desk) -> None:
    desk.page.locator("#secret-newest").get_by_role("button", name="Copy").click()


def test_a_secret_is_copied_without_being_shown(
    at_the_key: Desk, consumer_key: ConsumerKey
) -> None:
    desk = at_the_key
    copy(desk)
    desk.confirm()
    copy(desk)
    expect(desk.page.locator("#secret-newest")).to_contain_text("Copied")
    assert desk.page.evaluate("navigator.clipboard.readText()") == SECRET
    expect(desk.page.locator("#seen")).to_contain_text("copied version 1")
    assert SECRET not in desk.page.content()
    desk.check()


def test_a_copy_that_is_refused_says_why_and_copies_nothing(
    at_the_key: Desk, consumer_key: ConsumerKey
) -> None:
    desk = at_the_key
    copy(desk)
    desk.confirm()
    vault.forget(consumer_key, 1, actor=SYSTEM)
    copy(desk)
    expect(desk.page.get_by_role("alert")).to_contain_text("it was forgotten")
    desk.said.clear()  # Chromium says of itself that an answer was a refusal
    desk.check()


def test_a_credential_is_taken_away_as_a_file(at_the_key: Desk, tmp_path: Path) -> None:
    desk = at_the_key
    desk.click("Export", role="link")
    desk.confirm()
    desk.check()
    desk.page.get_by_text("Shell variables").click()
    with desk.page.expect_download() as taken:
        desk.click("Export file")
    taken.value.save_as(tmp_path / "ovh.sh")
    assert f"export OVH_CONSUMER_KEY={SECRET}" in (tmp_path / "ovh.sh").read_text()
    desk.click("Back", role="link")
    expect(desk.page.locator("#seen")).to_contain_text("exported version 1 as shell")
