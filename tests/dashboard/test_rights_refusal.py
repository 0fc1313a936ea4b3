"""A pasted refusal is explained, with the rule that was missing and a button that adds it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.people import Browser

PAGE = "/rights/"
ERROR = (
    "POST https://eu.api.ovh.com/1.0/domain/zone/example.com/refresh: 403 Forbidden "
    '{"errorCode":"NOT_GRANTED_CALL","message":"This call has not been granted",'
    '"httpCode":403} X-OVH-QUERYID: EU.ext-1.abcdef12.1234.abcdef'
)
RULE = {
    "rules-TOTAL_FORMS": 1,
    "rules-0-methods": ["GET"],
    "rules-0-path": "/domain/zone/example.com/*",
}


def sent(browser: Browser, do: str, text: str, **fields: object) -> Any:
    return browser.post(PAGE, {"do": do, "refusal": text, **fields})


def explained(answer: Any) -> str:
    return str(answer.content.decode().partition('id="refused"')[2].partition("</section>")[0])


def test_a_refusal_names_the_missing_rule_and_the_query(browser_of_alice: Browser) -> None:
    said = explained(sent(browser_of_alice, "explain", ERROR, **RULE))
    assert "the rules allow GET, not POST" in said
    assert "/domain/zone/example.com/refresh" in said
    assert "EU.ext-1.abcdef12.1234.abcdef" in said


def test_one_press_adds_what_was_missing(browser_of_alice: Browser) -> None:
    answer = sent(browser_of_alice, "cure", ERROR, **RULE)
    rules = parse_qs(urlsplit(answer["Location"]).query)["rule"]
    assert rules == ["GET /domain/zone/example.com/*", "POST /domain/zone/example.com/refresh"]


def test_without_rules_the_text_alone_is_explained(browser_of_alice: Browser) -> None:
    assert "The key has no rule for the call" in explained(sent(browser_of_alice, "explain", ERROR))


def test_a_missing_action_is_named(browser_of_alice: Browser) -> None:
    text = '{"message":"User not granted for this request","details":{"unauthorizedActionsByIAM":'
    text += '"dnsZone:apiovh:record/create"}}'
    said = explained(sent(browser_of_alice, "explain", text))
    assert "<code>dnsZone:apiovh:record/create</code>" in said


def test_the_text_never_reaches_an_address(browser_of_alice: Browser) -> None:
    answer = sent(browser_of_alice, "explain", ERROR, **RULE)
    assert answer.status_code == 200
    live = browser_of_alice.post(PAGE, {"refusal": ERROR}, headers={"HX-Request": "true"})
    assert "QUERYID" not in live["HX-Replace-Url"]
    assert "The key has no rule" in explained(live)


@pytest.mark.parametrize("text", ["x" * 10_000_000, "403 " * 100_000, "\x00☃\u202e", "nothing"])
def test_any_text_is_answered_with_a_sentence(browser_of_alice: Browser, text: str) -> None:
    assert "<p" in explained(sent(browser_of_alice, "explain", text))
