"""A pasted text: what was taken is marked, what was left is said, blanks are filled in."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.people import Browser

PAGE = "/rights/"
SECRET = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6"
LOG = (
    "Client error: `POST https://eu.api.ovh.com/1.0/sms/sms-ab12345-1/jobs` resulted in an error, "
    "see /docs for more"
)


def pasted(browser: Browser, text: str, **fields: object) -> str:
    answer = browser.post(PAGE, {"do": "paste", "pasted": text, **fields})
    return str(answer.content.decode())


def rules_after(browser: Browser, do: str, path: str, **fields: object) -> list[str]:
    row = {"rules-TOTAL_FORMS": 1, "rules-0-methods": ["GET"], "rules-0-path": path}
    answer = browser.post(PAGE, {"do": do, **row, **fields})
    return parse_qs(urlsplit(answer["Location"]).query)["rule"]


def test_what_was_taken_is_marked_and_what_was_left_is_said(browser_of_alice: Browser) -> None:
    html = pasted(browser_of_alice, LOG)
    assert "<mark>POST https://eu.api.ovh.com/1.0/sms/sms-ab12345-1/jobs</mark>" in html
    assert "<code>/docs</code> A path without a method." in html
    assert 'value="/sms/sms-ab12345-1/jobs"' in html


def test_a_text_of_rules_alone_needs_no_second_look(browser_of_alice: Browser) -> None:
    answer = browser_of_alice.post(PAGE, {"do": "paste", "pasted": "GET /me\nPUT /me"})
    assert answer["Location"] == f"{PAGE}?rule=GET,PUT+/me"


def test_what_could_not_be_read_keeps_nothing_else_out(browser_of_alice: Browser) -> None:
    html = pasted(browser_of_alice, "GET /me\nGET /domain/zone/exämple.com\nPUT /a")
    assert "<mark>GET /me</mark>" in html
    assert '<mark class="left">GET /domain/zone/ex</mark>' in html
    assert "which no path has" in html
    assert 'value="/me"' in html
    assert 'value="/a"' in html
    assert 'value="/domain/zone/ex' not in html


def test_however_much_was_left_it_is_counted(browser_of_alice: Browser) -> None:
    html = pasted(browser_of_alice, "GET /me\n" + "\n\n".join(f"see /docs/{n}" for n in range(30)))
    assert "18 more parts were left." in html


def test_where_nothing_could_be_read_the_reason_is_said(browser_of_alice: Browser) -> None:
    html = pasted(browser_of_alice, "GET /domain/zone/exämple.com")
    assert 'id="pasted-trouble"' in html
    assert "GET /domain/zone/exämple.com</textarea>" in html


def test_a_secret_beside_the_rules_is_not_shown_again(browser_of_alice: Browser) -> None:
    for text in (f"X-Ovh-Consumer: {SECRET} and {LOG}", f"FETCH /me {SECRET}"):
        assert SECRET not in pasted(browser_of_alice, text)


def test_a_blank_is_a_field_to_fill(browser_of_alice: Browser) -> None:
    html = pasted(browser_of_alice, "GET /domain/zone/$ZONE/record and DELETE /vps/<id>")
    assert 'name="blank-ZONE"' in html
    assert 'name="blank-id"' in html


@pytest.mark.parametrize(
    ("do", "fields"),
    [("fill", {"blank-ZONE": " example.com "}), ("fill ZONE example.com", {})],
    ids=["typed", "picked"],
)
def test_a_name_takes_the_place_of_its_blank(
    browser_of_alice: Browser, do: str, fields: dict[str, str]
) -> None:
    path = "/domain/zone/{ZONE}/record/{id}"
    filled = rules_after(browser_of_alice, do, path, **fields)
    assert filled == ["GET /domain/zone/example.com/record/{id}"]


def test_what_is_no_name_leaves_the_blank_and_is_said(browser_of_alice: Browser) -> None:
    row = {"rules-TOTAL_FORMS": 1, "rules-0-methods": ["GET"], "rules-0-path": "/vps/{id}"}
    answer = browser_of_alice.post(PAGE, {"do": "fill", "blank-id": "a *", **row})
    html = answer.content.decode()
    assert "is not one name" in html
    assert 'value="/vps/{id}"' in html


FORBIDDEN = "It is left: <!-- DELETE /a --> and do not grant POST /b, but GET /me"
WRAPPED = "https://eu.api.ovh.com/createToken/?GET=/me&POST=/domain/\n  zone/*"
MARKED = "https://eu.api.ovh.com/createToken/?GET=/me&DELETE=/vps_"


@pytest.mark.parametrize(
    ("text", "taken", "left", "said"),
    [
        (FORBIDDEN, ["GET /me"], ["DELETE /a", "POST /b"], ["in a comment", "seems to forbid"]),
        (WRAPPED, ["GET=/me", "POST=/domain/\n  zone/*"], [], ["was joined"]),
        (MARKED, ["GET=/me", "DELETE=/vps_"], [], ["“_” was taken off its end"]),
        ("GET /me and GET /vps/*@prod", ["GET /me"], ["GET /vps/*@prod"], ["behind a star"]),
        ("GET /v2/okms/*", ["GET /v2/okms/*"], [], ["/okms/* is taken instead"]),
    ],
)
def test_the_page_marks_what_it_took_and_says_what_it_left_or_changed(
    browser_of_alice: Browser, text: str, taken: list[str], left: list[str], said: list[str]
) -> None:
    html = pasted(browser_of_alice, text)
    assert [piece for piece in taken if f"<mark>{piece}</mark>" not in html] == []
    assert [piece for piece in left if f'<mark class="left">{piece}</mark>' not in html] == []
    assert [words for words in said if words not in html] == []
