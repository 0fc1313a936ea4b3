"""Every address, every role, every team: who is let in, who is refused, and that it is logged.

An address that is in none of ``permission_tables`` fails the first test.
"""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, reverse

from credentials import teams
from credentials.core import AuditAction, Outcome, Role
from credentials.models import AuditEntry, Person
from tests.dashboard.permission_tables import (
    BY_LINK,
    FINAL,
    OF_ONES_OWN,
    OPEN,
    OWN,
    PAGES,
    SIGN_IN_PREFIXES,
    TABLE,
    TO_SIGN_IN,
    names,
)
from tests.people import Browser, join, sign_in
from tests.undoing import undone
from tests.world import World


def url_of(one_of_each: World, name: str) -> str:
    return one_of_each.url(name, TABLE[name].things)


def ask(browser: Browser, method: str, url: str) -> HttpResponse:
    answer: HttpResponse = getattr(browser, method.lower())(url)
    return answer


def denials() -> int:
    entries = AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED, outcome=Outcome.DENIED)
    return entries.count()


def leads_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")


def cases() -> list[tuple[str, str]]:
    return [(name, method) for name, rule in TABLE.items() for method in rule.methods.split()]


def test_every_address_is_in_the_table() -> None:
    known = TABLE.keys() | PAGES.keys() | BY_LINK.keys() | OPEN | OWN
    existing = {name for name in names(get_resolver()) if not name.startswith(SIGN_IN_PREFIXES)}
    assert existing == known


def test_every_page_of_the_sign_in_is_known() -> None:
    existing = {name for name in names(get_resolver()) if name.startswith(SIGN_IN_PREFIXES)}
    assert existing == TO_SIGN_IN | OF_ONES_OWN


def test_ones_own_sign_in_is_changed_by_nobody_else(db: None) -> None:
    for name in sorted(OF_ONES_OWN):
        args = [1] if name in {"mfa_remove_webauthn", "account_end_session"} else []
        for method in ("GET", "POST"):
            assert leads_to_sign_in(ask(Browser(), method, reverse(name, args=args))), name


def test_a_stranger_finds_nothing_and_is_logged(one_of_each: World, charlie: Person) -> None:
    browser = sign_in(charlie).confirm()
    for name, method in cases():
        with undone():
            answer = ask(browser, method, url_of(one_of_each, name))
            assert (answer.status_code, denials()) == (404, 1), (name, method)


@pytest.mark.parametrize("role", Role)
def test_a_member_without_the_right_is_refused_and_logged(
    one_of_each: World, bob: Person, role: Role
) -> None:
    browser = sign_in(join(one_of_each.team, bob, role)).confirm()
    for name, method in cases():
        if not teams.allows(role, TABLE[name].right):
            with undone():
                answer = ask(browser, method, url_of(one_of_each, name))
                assert (answer.status_code, denials()) == (403, 1), (name, method)


@pytest.mark.parametrize("role", Role)
def test_a_member_with_the_right_is_let_in(one_of_each: World, bob: Person, role: Role) -> None:
    browser = sign_in(join(one_of_each.team, bob, role)).confirm()
    for name, method in cases():
        if teams.allows(role, TABLE[name].right):
            with undone():
                answer = ask(browser, method, url_of(one_of_each, name))
                assert answer.status_code in (200, 302), (name, method, answer.status_code)
                assert denials() == 0, (name, method)


def test_nobody_is_led_to_the_sign_in(one_of_each: World) -> None:
    for name, method in cases():
        assert leads_to_sign_in(ask(Browser(), method, url_of(one_of_each, name))), (name, method)


@pytest.mark.parametrize("role", Role)
def test_a_page_opens_to_the_roles_that_have_the_right(
    one_of_each: World, bob: Person, role: Role
) -> None:
    browser = sign_in(join(one_of_each.team, bob, role)).confirm()
    for name, right in PAGES.items():
        status = ask(browser, "GET", reverse(name)).status_code
        assert (status != 403) == teams.allows(role, right), name
        assert status in (200, 302, 403), name


def test_a_page_shows_a_stranger_nothing_of_the_team(one_of_each: World, charlie: Person) -> None:
    browser = sign_in(charlie)
    for name in PAGES:
        page = browser.get(reverse(name), follow=True).getvalue().decode()
        for word in ("Main account", "dns-updater", "reporting", "Harbour", "alice@example.com"):
            assert word not in page, (name, word)


def test_a_page_leads_nobody_anywhere_but_to_the_sign_in(db: None) -> None:
    for name in PAGES:
        assert leads_to_sign_in(ask(Browser(), "GET", reverse(name))), name


def test_what_changes_something_is_not_done_by_a_get(
    one_of_each: World, browser_of_alice: Browser
) -> None:
    for name in (name for name, rule in TABLE.items() if rule.methods == "POST"):
        assert ask(browser_of_alice, "GET", url_of(one_of_each, name)).status_code == 405, name


def test_what_is_final_asks_for_a_fresh_confirmation(one_of_each: World, alice: Person) -> None:
    browser = sign_in(alice)
    for name in FINAL:
        answer = ask(browser, "POST", url_of(one_of_each, name))
        assert answer.status_code == 302, name
        assert answer["Location"].startswith("/sign-in/confirm/"), name


@pytest.mark.parametrize("name", BY_LINK)
@pytest.mark.parametrize("person", [None, "alice"])
def test_a_link_that_is_none_leads_everybody_nowhere(
    request: pytest.FixtureRequest, one_of_each: World, name: str, person: str | None
) -> None:
    """Who is signed in gets no more by it than who is not."""
    browser = sign_in(request.getfixturevalue(person)).confirm() if person else Browser()
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = browser.generic(method, reverse(name, args=["a0token0that0is0none"]))
        takes = method in BY_LINK[name].split()
        refused = 204 if method == "OPTIONS" else 405
        assert answer.status_code == (404 if takes else refused), method
        if takes:
            assert "no-store" in answer["Cache-Control"]
            assert "noindex" in answer["X-Robots-Tag"]
            assert "script-src 'none'" in answer["Content-Security-Policy"]
