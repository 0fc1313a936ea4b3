"""The API is walked place by place; whatever is taken says first how much it adds."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest

from tests.people import Browser

PAGE = "/rights/"


def looked_at(browser: Browser, place: str, *rules: str) -> str:
    """The part of the page that shows a place."""
    query = "&".join([f"at={quote_plus(place)}", *(f"rule={quote_plus(rule)}" for rule in rules)])
    page = browser.page(f"{PAGE}?{query}")
    return page.partition('name="at"')[2].partition("</details>")[0]


def press_button(browser: Browser, do: str, **fields: object) -> Any:
    return browser.post(PAGE, {"do": do, **fields})


def query_of(answer: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(answer["Location"]).query)


def test_the_first_step_names_every_product(browser_of_alice: Browser) -> None:
    html = looked_at(browser_of_alice, "/")
    assert 'value="browse /domain"' in html
    assert "Domain names".lower() in html.lower()
    assert 'value="level' not in html


def test_a_place_says_what_each_way_to_take_it_would_add(browser_of_alice: Browser) -> None:
    html = looked_at(browser_of_alice, "/domain/zone")
    counts = [html.partition(f'value="level {key}"')[2].partition("</b>")[0] for key in
              ("read", "read-write-without-delete", "read-write")]  # fmt: skip
    assert [count.rpartition(">")[2] for count in counts] == ["+23", "+46", "+51"]
    assert 'value="open GET /domain/zone"' in html
    assert 'value="browse /domain/zone/*"' in html


def test_what_the_rules_reach_already_is_not_counted_again(browser_of_alice: Browser) -> None:
    html = looked_at(browser_of_alice, "/domain/zone", "GET /domain/zone", "GET /domain/zone/*")
    assert 'value="level read" disabled' in html
    assert "+28" in html


def test_a_level_adds_rules_for_the_place_and_all_below(browser_of_alice: Browser) -> None:
    answer = press_button(
        browser_of_alice, "level read-write", at="/domain/zone/example.com/record"
    )
    query = query_of(answer)
    assert query["rule"] == [
        "GET,POST /domain/zone/example.com/record",
        "GET,PUT,DELETE /domain/zone/example.com/record/*",
    ]
    assert query["at"] == ["/domain/zone/example.com/record"]


def test_rules_of_the_second_branch_have_no_version(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, "level read", at="/iam/policy")
    assert query_of(answer)["rule"] == [
        "GET /iam/policy",
        "GET /iam/policy/*",
    ]


@pytest.mark.parametrize("do", ["look", "check"])
def test_one_alone_is_looked_at_by_its_name(browser_of_alice: Browser, do: str) -> None:
    answer = press_button(browser_of_alice, do, at="/domain/zone", named=" example.com ")
    assert query_of(answer) == {"at": ["/domain/zone/example.com"]}
    html = browser_of_alice.page(answer["Location"])
    assert 'value="browse /domain/zone/example.com/record"' in html


@pytest.mark.parametrize("name", ["a b", "*", "\x00"])
def test_what_is_no_name_is_said_beside_it(browser_of_alice: Browser, name: str) -> None:
    page = press_button(browser_of_alice, "look", at="/domain/zone", named=name).content.decode()
    assert "is not one name" in page.partition('id="named-trouble"')[2]


def test_an_operation_of_one_thing_is_taken_for_that_one(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, "open POST /domain/zone/example.com/record")
    assert query_of(answer)["rule"] == ["POST /domain/zone/example.com/record"]


def test_what_is_still_unnamed_is_asked_for(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, "open PUT /domain/zone/example.com/record/*")
    page = browser_of_alice.page(answer["Location"])
    assert 'name="with-id"' in page
    assert 'name="with-zoneName"' not in page
    taken = press_button(browser_of_alice, "take-all", open="PUT /domain/zone/example.com/record/*")
    assert query_of(taken)["rule"] == ["PUT /domain/zone/example.com/record/*"]


@pytest.mark.parametrize("place", ["/no/such/place", "//x", "/\x00", "/" + "a/" * 149])
def test_no_place_shows_nothing_below(browser_of_alice: Browser, place: str) -> None:
    assert "<li>" not in looked_at(browser_of_alice, place)


def test_a_row_offers_what_is_below_it_with_its_count(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(f"{PAGE}?rule=GET+/domain/zone&rule=GET+/me/bill/*")
    assert ": 22 operations more </button>" in " ".join(page.split())
    assert 'value="below 1"' not in page
    rows = {
        "rules-TOTAL_FORMS": 1,
        "rules-0-methods": ["GET", "POST"],
        "rules-0-path": "/domain/zone",
    }
    answer = press_button(browser_of_alice, "below 0", **rows)
    assert query_of(answer)["rule"] == ["GET,POST /domain/zone", "GET,POST /domain/zone/*"]
