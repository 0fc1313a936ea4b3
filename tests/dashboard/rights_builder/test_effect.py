"""The effect column says how far rules reach, what that risks, and which of them miss."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string

from credentials.rights import bundled_catalogue, parse_rules, reach
from dashboard.rights_builder.reached_operations import ReachedOperations
from tests.people import Browser

PAGE = "/rights/"


def effect(browser: Browser, *rules: str) -> str:
    """The effect column of the page with these rules, tags and line ends left in."""
    query = "&".join(f"rule={rule.replace(' ', '+')}" for rule in rules)
    return browser.page(f"{PAGE}?{query}").partition('class="effects"')[2]


def test_one_sentence_counts_operations_products_and_deletions(browser_of_alice: Browser) -> None:
    html = effect(browser_of_alice, "GET,POST,PUT,DELETE /cloud/*")
    assert "<b>1066 operations in 2 products, 131 of them delete</b>" in html


def test_each_product_has_a_bar_drawn_to_scale_without_styles(browser_of_alice: Browser) -> None:
    html = effect(browser_of_alice, "GET,DELETE /domain/zone/*", "GET /me")
    longest = html.partition('<ul class="bars">')[2].partition("</li>")[0]
    assert "DNS zones" in longest
    assert '<rect x="0.00" width="' in longest
    assert 'data-kind="delete"' in longest
    assert "style=" not in html


def test_a_bar_says_its_parts_in_words(browser_of_alice: Browser) -> None:
    html = effect(browser_of_alice, "GET,POST /domain/zone/example.com/record")
    assert "1 read, 1 create" in html


def test_products_beyond_the_first_wait_in_a_fold(browser_of_alice: Browser) -> None:
    assert "more products </summary>" in " ".join(effect(browser_of_alice, "GET /*").split())


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("GET,POST,PUT,DELETE /domain/*", "Can give things away"),
        ("GET,POST,PUT,DELETE /cloud/*", "Can make access that outlives this key"),
        ("POST /dedicated/server/*/reinstall", "reinstall"),
        ("POST /dedicated/server/*/terminate", "Can end whole services"),
        ("POST,PUT,DELETE /iam/policy*", "Can change who has access"),
    ],
)
def test_a_key_that_looks_clean_is_named_for_what_it_can_do(
    browser_of_alice: Browser, rule: str, sentence: str
) -> None:
    html = effect(browser_of_alice, rule)
    verdict, _, risks = html.partition("What it can change or destroy")
    assert sentence in risks
    assert "At risk" in verdict.partition("data-verdict")[2] or rule.endswith("/reinstall")


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
    html = effect(browser_of_alice, rule)
    assert sentence in html.partition("Rule by rule")[2].partition("</section>")[0]


def test_rules_that_do_what_they_say_are_left_alone(browser_of_alice: Browser) -> None:
    assert "No hints on single rules" in effect(browser_of_alice, "GET /me")


def test_without_a_rule_the_column_says_how_to_begin(browser_of_alice: Browser) -> None:
    html = browser_of_alice.page(PAGE).partition('class="effects"')[2]
    assert "No rule yet" in html
    assert "Pick a recipe, paste rules" in html


def test_findings_are_counted_by_severity_before_anything_else(browser_of_alice: Browser) -> None:
    html = " ".join(
        effect(browser_of_alice, "GET,POST,PUT,DELETE /cloud/*", "GET /nowhere").split()
    )
    assert html.index(" critical </a>") < html.index(" high </a>") < html.index("What this reaches")
    assert "1 hint on a rule" in html
    assert "to note" not in html
    assert html.index("What it can change or destroy") < html.index('<ul class="bars">')


def test_reached_operations_are_listed_by_product_a_page_at_a_time(
    browser_of_alice: Browser,
) -> None:
    rule = "GET,POST,PUT,DELETE /cloud/*"
    drawer = effect(browser_of_alice, rule).partition('id="reached-operations"')[2]
    first = drawer.partition("</details>")[0]
    assert first.count('<span class="path">') == 120
    assert "Page 1 of 9" in first
    asked = browser_of_alice.post(
        PAGE,
        {
            "do": "list 9",
            "rules-TOTAL_FORMS": 1,
            "rules-0-methods": ["GET", "POST", "PUT", "DELETE"],
            "rules-0-path": "/cloud/*",
        },
    )
    assert asked["Location"].endswith("&listed=9")
    last = browser_of_alice.page(asked["Location"]).partition('id="reached-operations"')[2]
    assert last.startswith(" open>")
    assert "Page 9 of 9" in last
    assert 0 < last.partition("</details>")[0].count('<span class="path">') < 120


@pytest.mark.parametrize("number", ["0", "-1", "99999", "x", "²", "9999"])
def test_a_page_that_is_not_there_is_the_nearest(browser_of_alice: Browser, number: str) -> None:
    page = browser_of_alice.page(f"{PAGE}?rule=GET+/me&listed={number}")
    assert "1 operation, by product" in page


def test_deprecated_operations_are_listed_struck_through() -> None:
    catalogue = bundled_catalogue()
    early = reach(catalogue, parse_rules("GET,POST,PUT,DELETE /me/*"), on=date(2020, 1, 1))
    assert early.deprecated > 0
    html = "".join(
        render_to_string(
            "rights/reached_operations.html", {"reached": ReachedOperations(early, number)}
        )
        for number in range(1, ReachedOperations(early, 1).pages + 1)
    )
    assert html.count('class="is-deprecated"') == early.deprecated
    assert "struck through" in html
