"""A secret goes to the clipboard or into a file without being on the page, and on the record."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import ConsumerKey, Person, Team
from tests.browser.console_page import ConsolePage
from tests.conftest import SECRETS
from tests.people import rewrite

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SECRET = SECRETS["consumer_key"]


@pytest.fixture
def at_the_key(console: ConsolePage, alice: Person, consumer_key: ConsumerKey) -> ConsolePage:
    """Alice at the page of a key, with a clipboard, not confirmed yet."""
    console.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    console.sign_in(alice)
    console.open(f"/vault/{consumer_key.pk}/")
    return console


def copy(console: ConsolePage) -> None:
    console.page.locator("#secret-newest").get_by_role("button", name="Copy").click()


def test_a_secret_is_copied_without_being_shown(
    at_the_key: ConsolePage, consumer_key: ConsumerKey
) -> None:
    console = at_the_key
    copy(console)
    console.confirm()
    copy(console)
    expect(console.page.locator("#secret-newest")).to_contain_text("Copied")
    assert console.page.evaluate("navigator.clipboard.readText()") == SECRET
    expect(console.page.locator("#exposure")).to_contain_text("copied version 1")
    assert SECRET not in console.page.content()
    console.check()


def test_a_copy_that_is_refused_says_why_and_copies_nothing(
    at_the_key: ConsolePage, consumer_key: ConsumerKey
) -> None:
    console = at_the_key
    copy(console)
    console.confirm()
    vault.destroy(consumer_key, 1, actor=SYSTEM)
    copy(console)
    expect(console.page.get_by_role("alert")).to_contain_text("it was destroyed")
    console.console_errors.clear()  # Chromium says of itself that an answer was a refusal
    console.check()


@pytest.fixture
def at_the_export(at_the_key: ConsolePage) -> ConsolePage:
    """The page on which a file is chosen, confirmed."""
    at_the_key.click("Export", role="link")
    at_the_key.confirm()
    at_the_key.check()
    return at_the_key


def test_a_credential_is_taken_away_as_a_file(at_the_export: ConsolePage, tmp_path: Path) -> None:
    console = at_the_export
    console.page.get_by_label("For", exact=True).select_option("shell")
    expect(console.page.locator("#file")).to_contain_text("export OVH_CONSUMER_KEY=••••••••")
    console.check()
    with console.page.expect_download() as taken:
        console.click("Export file")
    taken.value.save_as(tmp_path / "ovh.sh")
    assert f"export OVH_CONSUMER_KEY={SECRET}" in (tmp_path / "ovh.sh").read_text()
    console.click("Back", role="link")
    expect(console.page.locator("#exposure")).to_contain_text("exported version 1 as shell")


def test_a_file_is_copied_without_being_shown_and_what_is_filled_in_counts(
    at_the_export: ConsolePage, consumer_key: ConsumerKey
) -> None:
    console = at_the_export
    console.fill("Goes to", "web-1")
    console.page.get_by_label("For", exact=True).select_option("certbot")
    expect(console.page.locator("#file")).to_contain_text("dns_ovh_consumer_key")
    expect(console.page.get_by_label("Goes to")).to_have_value("web-1")
    console.page.locator("#file copy-secret button").click()
    expect(console.page.locator("#file copy-secret")).to_contain_text("Copied")
    copied = console.page.evaluate("navigator.clipboard.readText()")
    assert f"dns_ovh_consumer_key = {SECRET}\n" in copied
    assert SECRET not in console.page.content()
    console.check()
    assert [usage.place for usage in consumer_key.usages.all()] == ["web-1"]


def test_a_copy_says_what_is_missing_and_takes_what_is_filled_in(
    at_the_export: ConsolePage,
) -> None:
    console = at_the_export
    rewrite(Team.objects.all(), requires_purpose=True)
    console.page.reload()
    console.page.locator("#file copy-secret button").click()
    expect(console.page.get_by_role("alert")).to_contain_text("What for: This field is required.")
    console.fill("What for", "a new machine")
    console.page.locator("#file copy-secret button").click()
    expect(console.page.locator("#file copy-secret")).to_contain_text("Copied")
    console.console_errors.clear()  # Chromium says of itself that an answer was a refusal
    console.check()


def test_a_file_that_is_refused_says_why_beside_the_button(
    at_the_export: ConsolePage, consumer_key: ConsumerKey
) -> None:
    console = at_the_export
    vault.destroy(consumer_key, 1, actor=SYSTEM)
    console.page.locator("#file copy-secret button").click()
    expect(console.page.get_by_role("alert")).to_contain_text("it was destroyed")
    console.console_errors.clear()  # Chromium says of itself that an answer was a refusal
    console.check()
