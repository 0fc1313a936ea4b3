"""Whatever is put into the rights builder, it answers with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.people import Browser

pytestmark = pytest.mark.slow

PAGE = "/rights/"
#: Little less than a body may hold, with the other fields of a form.
LONGEST = 900_000
MUCH = {
    "a whole body without sense": "x" * LONGEST,
    "a whole body of rules": "GET /domain/zone/*\n" * (LONGEST // 60),
    "a whole body of stars": "GET /" + "*a" * (LONGEST // 6),
    "a line of 64 KB": "GET /" + "a" * 65_536,
    "1 000 rules": "\n".join(f"GET /domain/zone/*/{n}/*" for n in range(1_000)),
    "control characters": "GET /me\x00\x01\x02\x7f",
    "any Unicode": "GET /\u202e☃\U0001f511\ud7ff\u200b",
    "nested JSON": "[" * 100_000,
}


def sent(browser: Browser, do: str, **fields: object) -> str:
    """The page that follows."""
    answer: Any = browser.post(PAGE, {"do": do, **fields}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("pasted", MUCH.values(), ids=MUCH.keys())
def test_any_paste_is_answered_with_a_sentence(browser_of_alice: Browser, pasted: str) -> None:
    page = sent(browser_of_alice, "paste", pasted=pasted)
    assert 'id="pasted-trouble"' in page or 'value="/' in page


@pytest.mark.parametrize("text", MUCH.values(), ids=MUCH.keys())
def test_any_call_is_answered_with_a_sentence(browser_of_alice: Browser, text: str) -> None:
    answer = sent(browser_of_alice, "check", call=text).partition('id="call-check"')[2]
    assert "<p" in answer.partition("</section>")[0]


@pytest.mark.parametrize("text", MUCH.values(), ids=MUCH.keys())
def test_any_search_and_any_name_is_answered(browser_of_alice: Browser, text: str) -> None:
    fields = {"open": "GET /cloud/project/{serviceName}", "with-serviceName": text[:99_999]}
    page = sent(browser_of_alice, "check", q=text, **fields)
    assert 'id="hits"' in page
    assert 'id="opened-effect"' in page or 'value="/cloud/project/' in page


@pytest.mark.parametrize("path", MUCH.values(), ids=MUCH.keys())
def test_any_path_is_answered_in_its_row(browser_of_alice: Browser, path: str) -> None:
    rows = {"rules-TOTAL_FORMS": 1, "rules-0-methods": ["GET"], "rules-0-path": f"/{path}"}
    page = sent(browser_of_alice, "check", **rows)
    assert 'id="rules-0-says"' in page


def test_as_many_tangled_rules_as_the_page_shows_are_read(browser_of_alice: Browser) -> None:
    rows: dict[str, object] = {"rules-TOTAL_FORMS": 120}
    for place in range(120):
        rows[f"rules-{place}-methods"] = ["GET", "POST", "PUT", "DELETE"]
        rows[f"rules-{place}-path"] = f"/*a*/{place}*/*e*{place}*"
    page = sent(browser_of_alice, "check", call="GET /me", **rows)
    assert "What this reaches" in page
    assert "Refused" in page


def test_more_rows_than_a_key_may_have_are_said(browser_of_alice: Browser) -> None:
    rows = {"rules-0-path": "/me", "rules-after": "\n".join(f"GET /{n}" for n in range(1_000))}
    page = sent(browser_of_alice, "check", **{"rules-TOTAL_FORMS": 1}, **rows)
    assert "These are 1001 paths; the builder takes 1000 at most." in page
    assert "GET /998" in page


@pytest.mark.parametrize("total", ["9" * 5_000, "-1", "x", "\u0663", ""])
def test_rows_are_read_whatever_their_count_says(browser_of_alice: Browser, total: str) -> None:
    rows = {"rules-0-methods": ["GET"], "rules-0-path": "/me", "rules-9999-path": "/you"}
    page = sent(browser_of_alice, "check", **{"rules-TOTAL_FORMS": total}, **rows)
    assert 'value="/me"' in page
    assert 'value="/you"' in page


def test_more_fields_than_any_form_has_are_refused(browser_of_alice: Browser) -> None:
    query = "&".join(f"rule=GET+/{number}" for number in range(1_001))
    assert browser_of_alice.get(f"{PAGE}?{query}").status_code == 400
