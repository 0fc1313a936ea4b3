"""The rules leave the builder as a draft of an IAM policy, with what it cannot say."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

from tests.people import Browser


def page(browser: Browser, *rules: str) -> str:
    query = "&".join(f"rule={rule.replace(' ', '+')}" for rule in rules)
    return browser.page(f"/rights/?{query}")


def drafted(text: str) -> Any:
    """The draft on a page."""
    shown = text.partition('<pre id="as-policy" tabindex="0">')[2].partition("</pre>")[0]
    return json.loads(unescape(shown))


def test_a_draft_names_the_actions_and_the_one_zone(browser_of_alice: Browser) -> None:
    draft = drafted(page(browser_of_alice, "GET,POST /domain/zone/example.com/record"))
    actions = {action["action"] for action in draft["permissions"]["allow"]}
    assert "dnsZone:apiovh:record/create" in actions
    assert draft["resources"] == [{"urn": "urn:v1:eu:resource:dnsZone:example.com"}]


def test_rules_that_reach_nearly_everything_are_not_drafted(browser_of_alice: Browser) -> None:
    html = page(browser_of_alice, "GET /*")
    assert "Narrow them down first" in html
    assert 'id="as-policy"' not in html


def test_rules_without_any_action_say_so(browser_of_alice: Browser) -> None:
    assert "no policy can allow the same" in page(browser_of_alice, "GET /no/such/route")
