"""Every address, every role, every team: who is let in, who is refused, and that it is logged.

An address that is in none of ``permission_tables`` fails the first test.
"""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, reverse

from credentials import teams
from credentials.core import AuditAction, Outcome, Permission, Role
from credentials.models import AuditEntry, Membership, Person, Team
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
from tests.people import Browser, join, rewrite, sign_in
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


@pytest.mark.parametrize("name", sorted(OF_ONES_OWN))
def test_ones_own_sign_in_is_changed_by_nobody_else(db: None, name: str) -> None:
    args = [1] if name in {"mfa_remove_webauthn", "account_end_session"} else []
    for method in ("GET", "POST"):
        assert leads_to_sign_in(ask(Browser(), method, reverse(name, args=args)))


@pytest.mark.parametrize(("name", "method"), cases())
def test_a_stranger_finds_nothing_and_is_logged(
    one_of_each: World, charlie: Person, name: str, method: str
) -> None:
    answer = ask(sign_in(charlie).confirm(), method, url_of(one_of_each, name))
    assert answer.status_code == 404
    assert denials() == 1


@pytest.mark.parametrize(("name", "method"), cases())
def test_a_member_without_the_right_is_refused_and_logged(
    one_of_each: World, bob: Person, name: str, method: str
) -> None:
    rule = TABLE[name]
    for count, role in enumerate(roles_without(rule.right), 1):
        seat(bob, one_of_each.team, role)
        answer = ask(sign_in(bob).confirm(), method, url_of(one_of_each, name))
        assert answer.status_code == 403, role
        assert denials() >= 1, count


@pytest.mark.parametrize(("name", "method"), cases())
def test_a_member_with_the_right_is_let_in(
    one_of_each: World, bob: Person, name: str, method: str
) -> None:
    rule = TABLE[name]
    for role in set(Role) - set(roles_without(rule.right)):
        seat(bob, one_of_each.team, role)
        answer = ask(sign_in(bob).confirm(), method, url_of(one_of_each, name))
        assert answer.status_code in (200, 302), (role, answer.status_code)
        assert denials() == 0, role
        if rule.methods != "GET" and method == "POST":
            return


@pytest.mark.parametrize(("name", "method"), cases())
def test_nobody_is_led_to_the_sign_in(one_of_each: World, name: str, method: str) -> None:
    assert leads_to_sign_in(ask(Browser(), method, url_of(one_of_each, name)))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_to_the_roles_that_have_the_right(
    one_of_each: World, bob: Person, name: str
) -> None:
    for role in Role:
        seat(bob, one_of_each.team, role)
        answer = ask(sign_in(bob).confirm(), "GET", reverse(name))
        refused = role in roles_without(PAGES[name])
        assert (answer.status_code == 403) == refused, (role, answer.status_code)
        assert answer.status_code in (200, 302, 403)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_a_stranger_nothing_of_the_team(
    one_of_each: World, charlie: Person, name: str
) -> None:
    page = sign_in(charlie).get(reverse(name), follow=True).content.decode()
    for word in ("Main account", "dns-updater", "reporting", "Harbour", "alice@example.com"):
        assert word not in page, word


@pytest.mark.parametrize("name", PAGES)
def test_a_page_leads_nobody_anywhere_but_to_the_sign_in(db: None, name: str) -> None:
    assert leads_to_sign_in(ask(Browser(), "GET", reverse(name)))


@pytest.mark.parametrize("name", [name for name, rule in TABLE.items() if rule.methods == "POST"])
def test_what_changes_something_is_not_done_by_a_get(
    one_of_each: World, browser_of_alice: Browser, name: str
) -> None:
    assert ask(browser_of_alice, "GET", url_of(one_of_each, name)).status_code == 405


@pytest.mark.parametrize("name", FINAL)
def test_what_is_final_asks_for_a_fresh_confirmation(
    one_of_each: World, alice: Person, name: str
) -> None:
    answer = ask(sign_in(alice), "POST", url_of(one_of_each, name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/confirm/")


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


def roles_without(right: Permission) -> list[Role]:
    return [role for role in Role if not teams.allows(role, right)]


def seat(person: Person, team: Team, role: Role) -> None:
    """Give the person the role, whether they are a member yet or not."""
    if not rewrite(Membership.objects.filter(team=team, person=person), role=role):
        join(team, person, role)
