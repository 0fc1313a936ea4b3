"""Why a call was refused: the page tells call, cause and cure, and hands the cure to the wizard."""

from __future__ import annotations

import logging

import pytest

from credentials.core import Role
from credentials.models import Account, Application, AuditEntry, ConsumerKey, Person
from tests.dashboard.refusal_pages import ERROR, PAGE, RECORD, answer, card, stored_key
from tests.people import Browser, join, sign_in
from tests.world import World

pytestmark = pytest.mark.usefixtures("account")
SECRET = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6"


@pytest.fixture
def key(application: Application, alice: Person) -> ConsumerKey:
    return stored_key(application, alice)


def test_without_a_key_the_text_alone_is_explained(
    browser_of_alice: Browser, account: Account
) -> None:
    html = card(answer(browser_of_alice, ERROR))
    assert "The key has no rule for the call" in html
    assert "EU.ext-1.abcdef12.1234.abcdef" in html
    assert "rule=POST+/domain/zone/example.com/record" in html


def test_with_a_key_its_rules_are_compared(browser_of_alice: Browser, key: ConsumerKey) -> None:
    html = card(answer(browser_of_alice, ERROR, key=key.pk))
    assert "the rules allow GET, not POST" in html
    assert "The new key has 2 rules" in html


def test_the_cure_becomes_a_request_with_everything_of_the_key(
    browser_of_alice: Browser, key: ConsumerKey
) -> None:
    words = [f"GET {RECORD}", f"POST {RECORD}"]
    review = browser_of_alice.post(
        PAGE, {"do": "request", "key": key.pk, "rule": words}, follow=True
    )
    html = review.content.decode()
    assert review.redirect_chain[-1][0].endswith("/review/")
    for shown in ("mail-records", "192.0.2.7", "alice@example.com", "dns-updater", RECORD):
        assert shown in html, shown


def test_the_cure_of_no_key_asks_for_the_application(
    browser_of_alice: Browser, key: ConsumerKey
) -> None:
    asked = browser_of_alice.post(PAGE, {"do": "request", "rule": [f"POST {RECORD}"]})
    assert asked["Location"].endswith("/application/")


def test_a_live_key_is_chosen_by_its_account_and_number(
    browser_of_alice: Browser, one_of_each: World
) -> None:
    account, number = one_of_each.things["account_id"], one_of_each.things["credential_id"]
    html = answer(browser_of_alice, ERROR, key=f"{account}/{number}")
    assert f'value="{account}/{number}" selected' in html
    asked = browser_of_alice.post(
        PAGE, {"do": "request", "key": f"{account}/{number}", "rule": ["GET /me"]}
    )
    assert asked["Location"].endswith(f"/application/?account={account}")


@pytest.mark.parametrize("name", ["vault:detail", "live:credential"])
def test_the_page_of_a_key_leads_here_with_the_key_chosen(
    browser_of_alice: Browser, one_of_each: World, name: str
) -> None:
    things = one_of_each.things
    values = {
        "vault:detail": (f"/vault/{things['key_id']}/", f"{things['key_id']}"),
        "live:credential": (
            f"/live/{things['account_id']}/keys/{things['credential_id']}/",
            f"{things['account_id']}/{things['credential_id']}",
        ),
    }
    page, value = values[name]
    assert f"/explain/?key={value}" in browser_of_alice.get(page).content.decode()
    chosen = browser_of_alice.get(PAGE, {"key": value}).content.decode()
    assert f'value="{value}" selected' in chosen


def test_a_key_of_others_is_not_there(charlie: Person, key: ConsumerKey) -> None:
    stranger = sign_in(charlie)
    asked = {"do": "request", "key": key.pk, "rule": ["GET /me"]}
    assert stranger.get(PAGE, {"key": key.pk}).status_code == 404
    assert stranger.post(PAGE, asked).status_code == 404


def test_who_may_not_request_keys_is_told_who_may(
    bob: Person, key: ConsumerKey, account: Account
) -> None:
    join(account.team, bob, Role.AUDITOR)
    auditor = sign_in(bob)
    assert "Your role does not include requesting keys." in card(answer(auditor, ERROR, key=key.pk))
    assert auditor.post(PAGE, {"do": "request", "rule": ["GET /me"]}).status_code == 403


def test_a_call_can_be_asked_about_by_its_address(
    browser_of_alice: Browser, account: Account
) -> None:
    html = browser_of_alice.get(PAGE, {"call": "GET /me 403"}).content.decode()
    assert "it needs GET /me." in card(html)


def test_a_call_without_an_answer_is_checked_against_the_key(
    browser_of_alice: Browser, key: ConsumerKey
) -> None:
    html = card(answer(browser_of_alice, f"POST {RECORD}"))
    assert "No refusal in the text" in html
    assert "Missing" not in html
    checked = card(answer(browser_of_alice, f"POST {RECORD}", key=key.pk))
    assert "the rules allow GET, not POST" in checked
    assert "The new key has 2 rules" in checked


def test_a_cure_that_is_critical_is_marked(browser_of_alice: Browser) -> None:
    html = card(answer(browser_of_alice, "DELETE /me/api/application/7: not been granted"))
    assert "A key with these rights is critical" in html
    assert "delete applications with all their keys" in html
    assert "A key with these rights is critical" not in card(answer(browser_of_alice, ERROR))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("GET /me 403: 198.51.100.7 is not in allowed IPs", "198.51.100.7 is not among the"),
        ("GET /me 403: 2001:db8::7 is not in allowed IPs", "2001:db8::7 is not among the"),
        ("GET /me 403: 192.0.2.7 is not in allowed IPs", "may be used from 192.0.2.7/32 alone"),
        (f"GET {RECORD}: This call has not been granted", "may be used from 192.0.2.7/32 alone"),
    ],
)
def test_the_addresses_of_the_key_are_compared(
    browser_of_alice: Browser, key: ConsumerKey, text: str, said: str
) -> None:
    html = card(answer(browser_of_alice, text, key=key.pk))
    assert said in html
    assert "The key, not its rights" in html


def test_a_key_without_addresses_was_not_the_one_that_was_refused_by_them(
    browser_of_alice: Browser, key: ConsumerKey
) -> None:
    key.allowed_ips = []
    key.save()
    html = card(answer(browser_of_alice, "GET /me 403: IP restricted", key=key.pk))
    assert "may be used from anywhere, so the tool uses another one" in html


def test_what_is_not_sure_is_said(browser_of_alice: Browser) -> None:
    html = card(answer(browser_of_alice, f"DELETE {RECORD}/7 403\nGET {RECORD} 200"))
    assert "another failure may have ended the run" in html


@pytest.mark.parametrize(
    "text",
    [
        f"The consumer key is invalid: {SECRET}",
        f"export OVH_CK={SECRET}\n{ERROR}",
        f"-H 'X-Ovh-Consumer: {SECRET}' {ERROR}",
        f'consumer_key = "{SECRET}"',
        f"{ERROR} Authorization: Bearer eyJhbGciOiJFUzI1NiJ9.{SECRET}.{SECRET}",
    ],
)
def test_what_looks_like_a_secret_is_neither_shown_nor_logged(
    browser_of_alice: Browser, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = AuditEntry.objects.count()
    html = answer(browser_of_alice, text)
    assert SECRET not in html
    assert "What looked like a secret was struck out." in html
    assert SECRET not in caplog.text
    assert AuditEntry.objects.count() == before
    assert SECRET not in str(dict(browser_of_alice.session))


def test_an_id_in_a_path_is_no_secret(browser_of_alice: Browser) -> None:
    text = "GET /cloud/project/0123456789abcdef0123456789abcdef/instance: not been granted"
    assert text in answer(browser_of_alice, text)


def test_a_name_that_the_text_does_not_tell_is_asked_for(
    browser_of_alice: Browser, account: Account
) -> None:
    text = "client.post('/domain/zone/%s/refresh')\nThis call has not been granted"
    html = answer(browser_of_alice, text)
    assert "The text does not tell this name." in html
    assert 'name="rule"' not in html
    filled = answer(browser_of_alice, text, **{"with-zoneName": "example.com"})
    assert 'value="POST /domain/zone/example.com/refresh"' in filled
    wrong = answer(browser_of_alice, text, **{"with-zoneName": "a/*"})
    assert "has no slash, space or star" in wrong


@pytest.mark.parametrize("pasted", ["403", "This call has not been granted"])
def test_without_a_call_no_key_is_said_to_make_it(browser_of_alice: Browser, pasted: str) -> None:
    html = card(answer(browser_of_alice, pasted))
    assert "Paste the line with the method and the path" in html
    assert "can call it today" not in html


def test_another_cause_offers_no_key(browser_of_alice: Browser) -> None:
    text = 'GET /domain/zone/fr/status - Error 404: "This service does not exist"'
    html = card(answer(browser_of_alice, text))
    assert "Another key does not help" in html
    assert 'value="request"' not in html


def test_recipes_that_allow_the_call_are_named(browser_of_alice: Browser) -> None:
    assert "recipe=lego-zone-records" in card(answer(browser_of_alice, ERROR))


@pytest.mark.parametrize("text", ["x" * 900_000, "403 " * 100_000, "\x00☃\u202e", "nothing", ""])
def test_any_text_is_answered(browser_of_alice: Browser, text: str) -> None:
    assert "<p" in card(answer(browser_of_alice, text))


@pytest.mark.parametrize(
    "key", ["x", "x/1", "00000000-0000-0000-0000-000000000001/x", "/", "1/2/3"]
)
def test_a_key_that_is_none_is_not_known(browser_of_alice: Browser, key: str) -> None:
    assert "Answer" in answer(browser_of_alice, ERROR, key=key)


@pytest.mark.parametrize("pasted", ["", " \n "])
def test_nothing_pasted_is_said_to_be_nothing(browser_of_alice: Browser, pasted: str) -> None:
    assert "There is nothing to explain yet." in card(answer(browser_of_alice, pasted))
    assert "nothing to explain" not in browser_of_alice.page(PAGE)
