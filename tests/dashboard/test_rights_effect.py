"""The effect column says how far rules reach, what that risks, and which of them miss."""

from __future__ import annotations

import pytest

from tests.people import Browser

PAGE = "/rights/"


def effect(browser: Browser, *rules: str) -> str:
    """The effect column of the page with these rules, tags and line ends left in."""
    query = "&".join(f"rule={rule.replace(' ', '+')}" for rule in rules)
    return browser.page(f"{PAGE}?{query}").partition('class="effects"')[2]


def test_one_sentence_counts_operations_products_and_deletions(browser_of_alice: Browser) -> None:
    said = effect(browser_of_alice, "GET,POST,PUT,DELETE /cloud/*")
    assert "<b>1066 operations in 2 products, 131 of them delete</b>" in said


def test_each_product_has_a_bar_drawn_to_scale_without_styles(browser_of_alice: Browser) -> None:
    said = effect(browser_of_alice, "GET,DELETE /domain/zone/*", "GET /me")
    longest = said.partition('<ul class="bars">')[2].partition("</li>")[0]
    assert "DNS zones" in longest
    assert '<rect x="0.00" width="' in longest
    assert 'data-kind="delete"' in longest
    assert "style=" not in said


def test_a_bar_says_its_parts_in_words(browser_of_alice: Browser) -> None:
    said = effect(browser_of_alice, "GET,POST /domain/zone/example.com/record")
    assert "1 read, 1 create" in said


def test_products_beyond_the_first_wait_in_a_fold(browser_of_alice: Browser) -> None:
    assert "more products</summary>" in effect(browser_of_alice, "GET /*")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("GET,POST,PUT,DELETE /domain/*", "Can give things away"),
        ("GET,POST,PUT,DELETE /cloud/*", "Can make access that outlives this key"),
        ("POST /dedicated/server/*/reinstall", "reinstall"),
        ("POST /dedicated/server/*/terminate", "Can end whole services"),
        ("POST,PUT,DELETE /v2/iam/policy*", "Can change who has access"),
    ],
)
def test_a_key_that_looks_clean_is_named_for_what_it_can_do(
    browser_of_alice: Browser, rule: str, sentence: str
) -> None:
    said = effect(browser_of_alice, rule)
    assert sentence in said.partition("What it can change or destroy")[2]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("GET /domain/zone/*", "does not reach /domain/zone itself"),
        ("GET /me/bil", "The nearest one is /me/bill."),
        ("DELETE /me/bill", "Nothing at /me/bill takes DELETE"),
        ("GET /Domain/zone", "Upper and lower case matter"),
        ("GET /vps?state=running", "quer"),
        ("GET /me*", "/me"),
    ],
)
def test_a_rule_that_misses_is_named_with_its_reason(
    browser_of_alice: Browser, rule: str, sentence: str
) -> None:
    said = effect(browser_of_alice, rule)
    assert sentence in said.partition("Rule by rule")[2].partition("</section>")[0]


def test_rules_that_do_what_they_say_are_left_alone(browser_of_alice: Browser) -> None:
    assert "Nothing to remark" in effect(browser_of_alice, "GET /me")


def test_without_a_rule_the_column_says_how_to_begin(browser_of_alice: Browser) -> None:
    said = browser_of_alice.page(PAGE).partition('class="effects"')[2]
    assert "No rule yet" in said
    assert "Pick a recipe, paste rules" in said
