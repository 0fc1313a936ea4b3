"""The rights builder keeps what is typed, says what it means, and leads somewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from credentials.core import Role
from credentials.models import Person
from credentials.ovhcloud import ENDPOINTS
from credentials.rights import RECIPES
from tests.people import Browser, sign_in

PAGE = "/rights/"
DNS = "?rule=GET,POST+/domain/zone/*&rule=GET+/me"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def press_button(browser: Browser, do: str, query: str = "", **fields: object) -> Any:
    """Press a button of the page that ``query`` gives, with these fields changed."""
    words = parse_qs(query.removeprefix("?")).get("rule", [])
    rows: dict[str, object] = {"rules-TOTAL_FORMS": len(words)}
    for place, word in enumerate(words):
        methods, _, path = word.partition(" ")
        rows[f"rules-{place}-methods"] = methods.split(",")
        rows[f"rules-{place}-path"] = path
    return browser.post(PAGE, {**rows, "do": do, **fields})


def rules_of(answer: Any) -> list[str]:
    """The rules in the address an answer leads to."""
    return parse_qs(urlsplit(answer["Location"]).query, keep_blank_values=True).get("rule", [])


def test_a_link_brings_the_same_rules_and_says_what_they_mean(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(PAGE + DNS)
    assert 'value="/domain/zone/*"' in page
    assert "Read /me (the account and its owner)" in page


def test_what_is_pressed_leads_to_an_address_that_says_it_all(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, "check", DNS, call="GET /me")
    assert answer["Location"] == PAGE + DNS + "&call=GET+/me"


def test_a_recipe_for_one_zone_takes_three_presses_and_a_name(browser_of_alice: Browser) -> None:
    opened = press_button(browser_of_alice, "pick certbot-zone")
    assert opened["Location"] == f"{PAGE}?recipe=certbot-zone"
    assert 'name="with-zone"' in browser_of_alice.page(opened["Location"])
    applied = press_button(
        browser_of_alice, "check", recipe="certbot-zone", **{"with-zone": "Example.com."}
    )
    assert "GET,PUT,DELETE /domain/zone/example.com/record/*" in rules_of(applied)


@pytest.mark.parametrize("slug", RECIPES)
def test_every_recipe_can_be_taken(browser_of_alice: Browser, slug: str) -> None:
    values = {
        f"with-{parameter.name}": parameter.placeholder for parameter in RECIPES[slug].parameters
    }
    answer = press_button(browser_of_alice, "apply", recipe=slug, **values)
    assert rules_of(answer)


def test_a_wrong_name_is_said_beside_it_and_kept(browser_of_alice: Browser) -> None:
    zone = {"with-zone": "example.com/*"}
    page = text(press_button(browser_of_alice, "apply", DNS, recipe="certbot-zone", **zone))
    assert "is no name of a DNS zone" in page
    assert 'value="example.com/*"' in page
    assert 'value="/me"' in page


def test_a_recipe_joins_the_rules_that_are_there(browser_of_alice: Browser) -> None:
    answer = press_button(
        browser_of_alice, "apply", "?rule=PUT+/domain/zone/*", recipe="certbot-zones"
    )
    assert "GET,POST,PUT,DELETE /domain/zone/*" in rules_of(answer)


@pytest.mark.parametrize(
    "pasted",
    [
        "GET,POST /domain/zone/*\nGET /me",
        """[{"method": "GET", "path": "/domain/zone/*"},
            {"method": "POST", "path": "/domain/zone/*"}, {"method": "GET", "path": "/me"}]""",
        "https://eu.api.ovh.com/createToken/?GET=/domain/zone/*&POST=%2Fdomain%2Fzone%2F*&GET=/me",
    ],
)
def test_rules_are_read_from_whatever_holds_them(browser_of_alice: Browser, pasted: str) -> None:
    answer = press_button(browser_of_alice, "paste", pasted=pasted)
    assert rules_of(answer) == ["GET,POST /domain/zone/*", "GET /me"]


def test_what_cannot_be_read_is_said_and_kept(browser_of_alice: Browser) -> None:
    page = text(press_button(browser_of_alice, "paste", DNS, pasted="# mine\nFETCH /me"))
    assert "Line 2: “FETCH” is no method" in page
    assert "FETCH /me</textarea>" in page
    assert 'value="/domain/zone/*"' in page


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("GET+domain/zone", "“domain/zone” is no path"),
        ("FETCH+/me", "“FETCH” is no method"),
        ("+/me", "No method is ticked"),
        ("GET+", "The path is missing"),
        ("GET+/me%E2%80%8B", "a character that cannot be seen"),
    ],
)
def test_a_rule_that_is_none_is_explained_beside_its_row(
    browser_of_alice: Browser, rule: str, problem: str
) -> None:
    page = browser_of_alice.page(f"{PAGE}?rule=GET+/vps&rule={rule}")
    beside = page.partition('id="rules-1-says"')[2].partition("</div>")[0]
    assert problem in beside
    assert 'value="/vps"' in page


def test_rows_are_added_and_taken_out_without_a_script(browser_of_alice: Browser) -> None:
    assert rules_of(press_button(browser_of_alice, "add", DNS))[-1] == ""
    assert rules_of(press_button(browser_of_alice, "remove 0", DNS)) == ["GET /me"]
    assert press_button(browser_of_alice, "clear", DNS)["Location"] == PAGE


def test_a_row_taken_out_by_the_script_is_gone(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, "check", DNS, **{"rules-0-DELETE": "on"})
    assert rules_of(answer) == ["GET /me"]


def test_typing_changes_the_remarks_and_the_address_alone(browser_of_alice: Browser) -> None:
    rows = {"rules-TOTAL_FORMS": 1, "rules-0-methods": "GET", "rules-0-path": "/*", "do": "add"}
    answer = browser_of_alice.post(PAGE, rows, headers={"HX-Request": "true"})
    assert answer["HX-Replace-Url"] == f"{PAGE}?rule=GET+/*"
    assert "This reads everything in the account" in text(answer)
    assert 'id="rules-0-says" hx-swap-oob="true"' in text(answer)
    assert "<form" not in text(answer)


def test_needless_rules_are_dropped_in_one_press(browser_of_alice: Browser) -> None:
    query = "?rule=GET+/me/*&rule=GET+/me/bill&rule=GET+bad"
    assert "adds nothing" in browser_of_alice.page(PAGE + query)
    assert rules_of(press_button(browser_of_alice, "tidy", query)) == ["GET /me/*", "GET bad"]


def test_a_granted_call_names_its_rule(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(f"{PAGE}{DNS}&call=post+/1.0/domain/zone/example.com/refresh?x=1")
    answer = page.partition('id="call-check"')[2].partition("</section>")[0]
    assert "Granted" in answer
    assert "POST /domain/zone/* allows it." in answer


def test_a_path_alone_is_judged_for_every_method_it_takes(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(f"{PAGE}{DNS}&call=/domain/zone/example.com/record")
    answer = page.partition('id="call-check"')[2].partition("</section>")[0]
    assert answer.count("Granted") == 2


def test_a_refused_call_names_the_smallest_missing_rule_and_adds_it(
    browser_of_alice: Browser,
) -> None:
    call = "DELETE https://eu.api.ovh.com/1.0/domain/zone/example.com/record/7"
    page = browser_of_alice.page(f"{PAGE}{DNS}&call={call}")
    assert 'value="grant DELETE"' in page
    answer = press_button(browser_of_alice, "grant DELETE", DNS, call=call)
    assert rules_of(answer)[-1] == "DELETE /domain/zone/example.com/record/7"


@pytest.mark.parametrize(
    "call", ["GET", "FETCH /me", "GET me", "GET http://[x/me", "GET /" + "x" * 2001]
)
def test_what_is_no_call_is_said(browser_of_alice: Browser, call: str) -> None:
    page = browser_of_alice.page(f"{PAGE}{DNS}&call={call}")
    answer = page.partition('id="call-check"')[2].partition("</section>")[0]
    assert '<p class="soft">' in answer


@pytest.mark.parametrize("name", [*ENDPOINTS, "sandbox"])
def test_every_endpoint_has_its_createtoken_link(browser_of_alice: Browser, name: str) -> None:
    page = browser_of_alice.page(PAGE + DNS)
    endpoint = ENDPOINTS.get(name)
    start = endpoint.create_token_url([]) if endpoint else "http://127.0.0.1:9/createToken/"
    link = f"{start}?GET=/domain/zone/*&amp;POST=/domain/zone/*&amp;GET=/me"
    assert f'<a href="{link}" target="_blank" rel="noopener">' in page


def test_the_rules_can_be_copied_as_json(browser_of_alice: Browser) -> None:
    page = browser_of_alice.page(PAGE + DNS)
    assert "&quot;accessRules&quot;" in page


def test_requesting_carries_the_rules_into_the_wizard(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, "request", DNS)
    assert answer["Location"].endswith("/application/")
    steps = browser_of_alice.page(answer["Location"])
    assert "3 rules" in steps


def test_a_rule_that_needs_a_change_is_not_requested(browser_of_alice: Browser) -> None:
    answer = press_button(browser_of_alice, "request", "?rule=GET+bad")
    assert answer["Location"].startswith(PAGE)
    assert "A rule needs a change first" in browser_of_alice.page(answer["Location"])


def test_more_rules_than_an_address_holds_are_kept_all_the_same(browser_of_alice: Browser) -> None:
    pasted = "\n".join(f"GET /domain/zone/a-rather-long-name-{n}.example.com" for n in range(90))
    page = text(press_button(browser_of_alice, "paste", pasted=pasted))
    assert "a-rather-long-name-89.example.com" in page


def test_more_rules_than_a_key_may_have_are_refused_with_a_reason(
    browser_of_alice: Browser,
) -> None:
    page = text(
        press_button(browser_of_alice, "paste", pasted="\n".join(f"GET /{n}" for n in range(1_001)))
    )
    assert "These are too many rules: more than 1 000." in page


def test_whoever_may_not_request_sees_why(team: object, teammate: Callable[[Role], Person]) -> None:
    page = sign_in(teammate(Role.AUDITOR)).page(PAGE + DNS)
    assert "Your role does not include requesting keys" in page
