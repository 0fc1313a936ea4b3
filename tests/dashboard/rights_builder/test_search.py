"""The find column finds what is printed on the page, and shows a widening before it is taken."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest

from tests.people import Browser

PAGE = "/rights/"
PROJECT = "GET /cloud/project/{serviceName}"


def search_results(browser: Browser, words: str) -> str:
    """The results of a search."""
    page = browser.page(f"{PAGE}?q={quote_plus(words)}")
    return page.partition('id="hits"')[2].partition("</div>")[0]


def rules_of(answer: Any) -> list[str]:
    """The rules in the address an answer leads to."""
    return parse_qs(urlsplit(answer["Location"]).query).get("rule", [])


def press_button(browser: Browser, do: str, **fields: object) -> Any:
    return browser.post(PAGE, {"do": do, "open": PROJECT, **fields})


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("/domain/zone/*/record", 'value="open GET /domain/zone/{zoneName}/record"'),
        ("record zone", 'value="open GET /domain/zone/{zoneName}/record"'),
        ("reboot server", 'value="open POST /dedicated/server/{serviceName}/reboot"'),
        ("certbot", 'value="pick certbot-zone"'),
        ("policy iam", 'value="open GET /v2/iam/policy"'),
    ],
)
def test_what_is_typed_is_found(browser_of_alice: Browser, words: str, result: str) -> None:
    assert result in search_results(browser_of_alice, words)


def test_a_tool_is_one_line_with_its_variants(browser_of_alice: Browser) -> None:
    line = search_results(browser_of_alice, "certbot").partition('<span class="tool">')[2]
    assert line.startswith("certbot</span>")
    assert line.partition("</li>")[0].count('value="pick certbot-') == 2
    assert re.search(r'<span class="sr">certbot, </span>one zone\s*</button>', line)


def test_a_result_says_method_path_and_what_it_does(browser_of_alice: Browser) -> None:
    results = search_results(browser_of_alice, "GET /me/bill")
    assert '<span class="method" data-method="GET">GET</span>' in results
    assert "/me/bill" in results
    assert "<small>" in results


def test_deprecated_operations_are_found_behind_the_others_and_greyed(
    browser_of_alice: Browser,
) -> None:
    results = search_results(browser_of_alice, "paymentMean creditCard")
    assert 'data-tone="wait">Deprecated</span>' in results
    assert results.count("<li") == results.count('<li class="is-deprecated"') > 0
    assert "is-deprecated" not in search_results(browser_of_alice, PROJECT).partition("</li>")[0]


@pytest.mark.parametrize("words", ["qqqqzz", "☃" * 400, "\x00\x1f\u202e", "../%2e%2e/%", "*" * 300])
def test_what_cannot_be_found_is_said(browser_of_alice: Browser, words: str) -> None:
    assert "Nothing is called so" in search_results(browser_of_alice, words)


def test_results_follow_typing(browser_of_alice: Browser) -> None:
    answer = browser_of_alice.post(PAGE, {"q": "reboot server"}, headers={"HX-Request": "true"})
    assert answer["HX-Replace-Url"] == f"{PAGE}?q=reboot+server"
    assert 'id="hits"' in answer.content.decode()


def test_an_operation_that_is_one_call_is_taken_at_once(browser_of_alice: Browser) -> None:
    assert rules_of(press_button(browser_of_alice, "open GET /me/bill")) == ["GET /me/bill"]


def test_a_widening_shows_its_count_before_it_is_taken(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, f"open {PROJECT}")
    assert rules_of(answer) == []
    page = browser_of_alice.page(answer["Location"])
    assert "GET /cloud/project/* would reach 574 operations" in page
    assert "Add all 574 operations" in page
    assert 'name="with-serviceName"' in page


def test_a_name_makes_it_this_one_alone(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, "check", **{"with-serviceName": "abc123"})
    assert rules_of(answer) == ["GET /cloud/project/abc123"]


def test_every_one_of_them_is_a_press_of_its_own(browser_of_alice: Browser) -> None:
    assert rules_of(press_button(browser_of_alice, "take-all")) == ["GET /cloud/project/*"]


def test_a_name_that_is_none_is_said_and_kept(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, "check", **{"with-serviceName": "a b*"})
    page = browser_of_alice.page(answer["Location"])
    assert "is not one name" in page
    assert 'value="a b*"' in page


def test_some_names_of_several_still_show_what_the_star_reaches(browser_of_alice: Browser) -> None:
    record = "GET /cloud/project/{serviceName}/instance/{instanceId}"
    fields = {"open": record, "with-serviceName": "abc123"}
    page = browser_of_alice.post(PAGE, {"do": "check", **fields}).content.decode()
    assert "Type a name, or add the rule with a star" in page
    assert "/cloud/project/abc123/instance/* would reach" in page


@pytest.mark.parametrize(
    "name", ["GET /no/such/route", "nonsense", "BREW /me", "GET /" + "a/" * 250]
)
def test_an_operation_that_is_none_opens_nothing(browser_of_alice: Browser, name: str) -> None:
    answer = press_button(browser_of_alice, f"open {name}", open="")
    assert 'id="opened-effect"' not in browser_of_alice.page(answer["Location"])
