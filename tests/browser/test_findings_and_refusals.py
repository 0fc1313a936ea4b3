"""Findings are seen at once, and a refusal leads to a new key, on a desktop and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from credentials.models import ConsumerKey, Person
from tests.browser.console_page import ConsolePage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDE = "/rights/?rule=GET,POST,PUT,DELETE+/cloud/*&rule=GET,POST,PUT,DELETE+/domain/*"
MANY = "&".join(f"rule=GET+/{number}" for number in range(130))
DEPRECATED = "/cloud/project/{serviceName}/database/cassandra/{clusterId}/ipRestriction"
ERROR = "POST /domain/zone/example.net/record: This call has not been granted"


def test_critical_findings_stand_above_the_fold(each_screen: ConsolePage, alice: Person) -> None:
    console = each_screen
    console.sign_in(alice)
    console.open(WIDE)
    expect(console.page.locator("#reach a", has_text="critical")).to_be_in_viewport()
    console.check()
    console.page.locator("#reached-operations > summary").click()
    methods = console.page.locator("#reached-operations .method")
    expect(methods.first).to_be_visible()
    assert max(methods.evaluate_all("all => all.map(each => each.offsetHeight)")) < 30
    console.check()
    console.page.locator('[value="list 2"]').click()
    console.page.wait_for_url("**listed=2**")
    console.expect_text("Page 2 of")
    console.check()


def test_many_rules_are_paged_and_deprecated_operations_greyed(
    each_screen: ConsolePage, alice: Person
) -> None:
    console = each_screen
    console.sign_in(alice)
    console.open(f"/rights/?{MANY}")
    console.check()
    console.click("2")
    console.expect_text("Rows 121 to 130 of 130")
    other, current = (
        console.page.get_by_role("button", name=number, exact=True).evaluate(
            "each => getComputedStyle(each).color"
        )
        for number in ("1", "2")
    )
    assert current != other
    console.check()
    console.open(f"/rights/?q={DEPRECATED}")
    expect(console.page.locator(".is-deprecated").first).to_be_visible()
    path, soft = (
        console.page.locator(where).first.evaluate("each => getComputedStyle(each).color")
        for where in (".is-deprecated .path", ".builder .soft")
    )
    assert path == soft
    console.check()


def test_a_refusal_becomes_a_new_key(
    each_screen: ConsolePage, alice: Person, consumer_key: ConsumerKey
) -> None:
    console = each_screen
    console.sign_in(alice)
    console.open(f"/explain/?key={consumer_key.pk}")
    console.check()
    console.fill("Error, log or call", ERROR)
    console.click("Explain")
    expect(console.page.locator("#answer")).to_contain_text("/domain/zone/example.net/record")
    console.check()
    console.click("New key with these rights")
    console.confirm()
    console.expect_text("Check before requesting")
