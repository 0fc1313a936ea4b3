"""A pasted log of a tool's calls becomes the smallest rules, and names recipes that have them."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.people import Browser

PAGE = "/rights/"
LOG = """
127.0.0.1 - - [26/Nov/2026] "GET /1.0/domain/zone/example.com/record?fieldType=TXT HTTP/1.1" 200
DEBUG https://eu.api.ovh.com:443 "POST /1.0/domain/zone/example.com/record HTTP/1.1" 200 None
DELETE https://eu.api.ovh.com/1.0/domain/zone/example.com/record/5012345678 -> 200
POST https://eu.api.ovh.com/1.0/domain/zone/example.com/refresh -> 200
"""
RULES = [
    "GET,POST /domain/zone/example.com/record",
    "DELETE /domain/zone/example.com/record/*",
    "POST /domain/zone/example.com/refresh",
]


def sent(browser: Browser, do: str, log: str) -> Any:
    return browser.post(PAGE, {"do": do, "log": log})


def proposed(answer: Any) -> str:
    html = str(answer.content.decode())
    return html.partition('id="learned-rules"')[2].partition("</details>")[0]


def test_a_log_is_answered_with_rules_and_with_recipes_that_have_them(
    browser_of_alice: Browser,
) -> None:
    html = proposed(sent(browser_of_alice, "propose", LOG))
    assert "Add these 4 rules" in html
    assert "5012345678" not in html
    assert 'value="pick octodns-zone"' in html
    assert 'value="pick lego-zone"' not in html


def test_one_press_adds_the_rules(browser_of_alice: Browser) -> None:
    answer = sent(browser_of_alice, "learn", LOG)
    assert parse_qs(urlsplit(answer["Location"]).query)["rule"] == RULES


@pytest.mark.parametrize("do", ["propose", "learn"])
@pytest.mark.parametrize(
    "log",
    [
        "hello",
        "x" * 400_000,
        "GET /auth/time",
        "\n".join(f"GET /vps/v{number}/ips/7" for number in range(10_000)),
    ],
    ids=["no call", "too long", "needs no rule", "too many services"],
)
def test_a_text_that_gives_no_rules_is_answered_with_a_sentence(
    browser_of_alice: Browser, do: str, log: str
) -> None:
    answer = sent(browser_of_alice, do, log)
    assert answer.status_code == 200
    assert 'id="log-trouble"' in answer.content.decode()


def test_a_press_without_a_log_says_what_to_do(browser_of_alice: Browser) -> None:
    page = sent(browser_of_alice, "propose", " ").content.decode()
    assert "Paste what the tool printed first." in page
    assert "open" in page.partition("Made for another tool?")[0].rpartition("<details")[2]


def test_the_log_never_reaches_an_address(browser_of_alice: Browser) -> None:
    live = browser_of_alice.post(PAGE, {"log": LOG}, headers={"HX-Request": "true"})
    assert "example.com" not in live["HX-Replace-Url"]
