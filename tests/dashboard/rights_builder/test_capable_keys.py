"""One box says which stored and live keys can make a call, and by which rule."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from credentials.core import CredentialState, KeyState
from credentials.models import Account, ConsumerKey, LiveCredential, Person
from credentials.rights import parse_rules, rules_to_api
from tests.people import Browser, sign_in

ASKED = "/rights/?call=/domain/zone/example.com/record"
QUERIES = 12


def live_key(account: Account, number: int, lines: str) -> LiveCredential:
    return LiveCredential.objects.create(
        account=account,
        credential_id=number,
        status=CredentialState.VALIDATED,
        rules=rules_to_api(parse_rules(lines)),
        first_seen_at=timezone.now(),
    )


def answered(browser: Browser) -> str:
    return browser.page(ASKED).partition('id="call-check"')[2].partition("</section>")[0]


def test_a_live_key_is_named_with_the_rule_that_decides(
    browser_of_alice: Browser, account: Account
) -> None:
    live_key(account, 4711, "GET /domain/zone/*/record\nGET /domain/zone/*")
    live_key(account, 4712, "GET /domain/zone/example.org/*")
    html = answered(browser_of_alice)
    assert "1 key can call it today" in html
    assert f'href="/live/{account.pk}/' in html
    assert "4712" not in html


def test_a_stored_key_that_is_not_listed_is_named_once(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    ConsumerKey.objects.update(state=KeyState.VALIDATED, rules=[{"method": "GET", "path": "/*"}])
    assert "1 key can call it today" in answered(browser_of_alice)


def test_keys_of_other_teams_are_not_named(charlie: Person, account: Account) -> None:
    live_key(account, 4711, "GET /*")
    assert "No stored or live key of your teams can" in answered(sign_in(charlie))


def test_a_key_that_has_ended_calls_nothing(browser_of_alice: Browser, account: Account) -> None:
    key = live_key(account, 4711, "GET /*")
    LiveCredential.objects.filter(pk=key.pk).update(status=CredentialState.EXPIRED)
    assert "No stored or live key" in answered(browser_of_alice)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_asking_costs_the_same_however_many_keys_there_are(
    browser_of_alice: Browser,
    account: Account,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        live_key(account, number, f"GET /domain/*\nGET /{number}")
    with django_assert_num_queries(QUERIES):
        html = answered(browser_of_alice)
    assert "can call it today" in html
