"""Every address, every role, every team: who is let in, who is refused, and that it is logged.

An address that is not in the table below fails the first test.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from credentials import access
from credentials.enums import AuditAction, Outcome, Permission, Role
from credentials.models import (
    AuditEntry,
    Membership,
    Person,
    Team,
)
from tests.people import Browser, join, sign_in
from tests.world import World


class Rule(NamedTuple):
    """``right`` is what a member needs; ``things`` names the objects in the address."""

    right: Permission
    things: str = ""
    methods: str = "GET"


SEE, KEEP = Permission.SEE, Permission.KEEP
REQUEST, REVOKE = Permission.REQUEST_KEYS, Permission.REVOKE
ACCOUNTS, PEOPLE = Permission.MANAGE_ACCOUNTS, Permission.MANAGE_PEOPLE
PROFILES = Permission.KEEP_PROFILES

TABLE: dict[str, Rule] = {
    "accounts:detail": Rule(SEE, "account_id"),
    "accounts:edit": Rule(ACCOUNTS, "account_id", "GET POST"),
    "accounts:manage": Rule(ACCOUNTS, "account_id", "POST"),
    "accounts:delete": Rule(PEOPLE, "account_id", "GET POST"),
    "vault:detail": Rule(SEE, "entry_id"),
    "vault:edit": Rule(KEEP, "entry_id", "GET POST"),
    "vault:replace": Rule(KEEP, "entry_id", "GET POST"),
    "vault:reveal": Rule(Permission.REVEAL, "entry_id", "POST"),
    "vault:copy": Rule(Permission.REVEAL, "entry_id", "POST"),
    "vault:export": Rule(Permission.REVEAL, "entry_id", "GET POST"),
    "vault:forget": Rule(KEEP, "entry_id number", "GET POST"),
    "vault:archive": Rule(KEEP, "entry_id", "POST"),
    "vault:restore": Rule(KEEP, "entry_id", "POST"),
    "onboarding:waiting": Rule(SEE, "request_id"),
    "onboarding:check": Rule(REQUEST, "request_id", "POST"),
    "onboarding:again": Rule(REQUEST, "request_id", "POST"),
    "onboarding:manage": Rule(ACCOUNTS, "request_id", "POST"),
    "live:sync": Rule(Permission.SYNC, "account_id", "POST"),
    "live:progress": Rule(SEE, "account_id"),
    "live:credential": Rule(SEE, "account_id credential_id"),
    "live:revoke": Rule(REVOKE, "account_id credential_id", "GET POST"),
    "live:application": Rule(SEE, "account_id application_id"),
    "live:revoke_application": Rule(REVOKE, "account_id application_id", "GET POST"),
    "service_accounts:detail": Rule(SEE, "account_id client_id"),
    "service_accounts:test": Rule(KEEP, "account_id client_id", "POST"),
    "service_accounts:delete": Rule(REVOKE, "account_id client_id", "GET POST"),
    "rights:from_profile": Rule(SEE, "profile_id number"),
    "rights:from_entry": Rule(SEE, "key_id"),
    "rights:from_live": Rule(SEE, "account_id credential_id"),
    "profiles:detail": Rule(SEE, "profile_id"),
    "profiles:compare": Rule(SEE, "profile_id"),
    "profiles:edit": Rule(PROFILES, "profile_id", "GET POST"),
    "profiles:archive": Rule(PROFILES, "profile_id", "POST"),
    "profiles:restore": Rule(PROFILES, "profile_id", "POST"),
    "team:detail": Rule(SEE, "team_id"),
    "team:add": Rule(PEOPLE, "team_id", "GET POST"),
    "team:policy": Rule(Permission.SET_POLICY, "team_id", "GET POST"),
    "team:change": Rule(PEOPLE, "membership_id", "GET POST"),
    "team:remove": Rule(PEOPLE, "membership_id", "GET POST"),
}

# Pages over all of a person's teams: who has the right in none of them is refused.
PAGES: dict[str, Permission] = {
    "overview:home": SEE,
    "accounts:list": SEE,
    "accounts:create": ACCOUNTS,
    "vault:list": SEE,
    "rights:builder": SEE,
    "profiles:list": SEE,
    "profiles:save": PROFILES,
    "onboarding:start": REQUEST,
    "onboarding:paste": KEEP,
    "live:list": SEE,
    "service_accounts:list": SEE,
    "service_accounts:create": KEEP,
    "service_accounts:store": KEEP,
    "activity:list": Permission.READ_LOG,
    "team:list": SEE,
}

# What is nobody's object: signing in and out, the theme, health; a wizard's own answers and a
# callback's token, which belong to one session and one person (their own tests say how).
OPEN = {"theme", "health"}
OWN = {"onboarding:callback", "vault:create", "activity:check", "activity:export"} | {
    f"onboarding:{step}" for step in ("application", "rights", "addresses", "card", "review")
}


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


def names(patterns: object, prefix: str = "") -> Iterator[str]:
    for pattern in getattr(patterns, "url_patterns", []):
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def cases() -> list[tuple[str, str]]:
    return [(name, method) for name, rule in TABLE.items() for method in rule.methods.split()]


def test_every_address_is_in_the_table() -> None:
    known = TABLE.keys() | PAGES.keys() | OPEN | OWN
    there = {name for name in names(get_resolver()) if not name.startswith("account_")}
    assert there == known


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


@pytest.mark.parametrize(
    "name",
    [
        "vault:reveal",
        "vault:copy",
        "vault:export",
        "vault:forget",
        "live:revoke",
        "live:revoke_application",
        "service_accounts:delete",
        "accounts:delete",
        "team:add",
        "team:policy",
        "team:change",
        "team:remove",
    ],
)
def test_what_is_final_asks_for_a_fresh_confirmation(
    one_of_each: World, alice: Person, name: str
) -> None:
    answer = ask(sign_in(alice), "POST", url_of(one_of_each, name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/confirm/")


def roles_without(right: Permission) -> list[Role]:
    return [role for role in Role if not access.allows(role, right)]


def seat(person: Person, team: Team, role: Role) -> None:
    """Give the person the role, whether they are a member yet or not."""
    if not Membership.objects.filter(team=team, person=person).update(role=role):
        join(team, person, role)
