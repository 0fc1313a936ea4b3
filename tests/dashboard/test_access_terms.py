"""A team is closed to members who lack what it asks for, and says what is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from credentials import teams
from credentials.core import AuditAction, Outcome, Role
from credentials.models import Account, AuditEntry, Person, Team
from tests.dashboard.test_factors import set_up_app
from tests.people import Browser, join

SignIn = Callable[[Person], Browser]
YOURS = reverse("mfa_index")


def set_policy(browser: Browser, team: Team, **terms: str) -> str:
    answer = browser.post(reverse("team:policy", args=[team.pk]), terms)
    return "" if answer.status_code == 302 else answer.content.decode()


@pytest.fixture
def strict(browser_of_alice: Browser, team: Team) -> Browser:
    """Alice, in a team that asks for a second factor, having set hers up."""
    set_up_app(browser_of_alice)
    assert set_policy(browser_of_alice, team, requires_second_factor="on") == ""
    return browser_of_alice


def test_a_member_without_a_second_factor_is_led_to_set_one_up(
    strict: Browser, sign_in: SignIn, bob: Person, team: Team
) -> None:
    browser = sign_in(join(team, bob, Role.OPERATOR)).confirm()
    for page in ("/", "/vault/", reverse("team:detail", args=[team.pk])):
        assert browser.get(page)["Location"] == YOURS, page
    assert "Set up a second factor" in browser.page(YOURS)
    set_up_app(browser)
    assert browser.get("/vault/").status_code == 200
    assert "Set up a second factor" not in browser.page(YOURS)


def test_other_teams_stay_open_meanwhile(
    strict: Browser, sign_in: SignIn, charlie: Person, team: Team, account: Account
) -> None:
    browser = sign_in(join(team, charlie, Role.OPERATOR)).confirm()
    page = browser.page("/accounts/")
    assert "Main account" not in page
    assert browser.get(reverse("accounts:detail", args=[account.pk]))["Location"] == YOURS
    denied = AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED, outcome=Outcome.DENIED)
    assert denied.exists()


def test_what_is_asked_is_said_and_logged(strict: Browser, team: Team) -> None:
    page = strict.page(reverse("team:detail", args=[team.pk]))
    assert "Members sign in with a second factor." in page
    entry = AuditEntry.objects.get(action=AuditAction.ACCESS_TERMS_CHANGED)
    assert entry.details["requires_second_factor"] is True


def test_a_team_is_closed_from_other_networks(
    browser_of_alice: Browser, sign_in: SignIn, bob: Person, team: Team, account: Account
) -> None:
    assert set_policy(browser_of_alice, team, allowed_networks="127.0.0.0/8\n192.0.2.0/24") == ""
    browser = sign_in(join(team, bob, Role.OPERATOR))
    assert browser.get("/vault/").status_code == 200
    answer = browser.get("/vault/", REMOTE_ADDR="198.51.100.7")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "198.51.100.7" in page
    assert "Harbour" in page
    entry = AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED).get()
    assert (entry.actor, entry.subject, entry.address) == (
        "bob@example.com",
        "Harbour",
        "198.51.100.7",
    )


def test_nobody_locks_themselves_out(browser_of_alice: Browser, team: Team) -> None:
    page = set_policy(browser_of_alice, team, allowed_networks="192.0.2.0/24")
    assert "Your own address, 127.0.0.1, is not among them." in page
    assert "Write addresses or blocks" in set_policy(
        browser_of_alice, team, allowed_networks="the office"
    )
    team.refresh_from_db()
    assert team.allowed_networks == []


@pytest.mark.parametrize(
    ("address", "is_in"),
    [
        ("192.0.2.9", True),
        ("::ffff:192.0.2.9", True),
        ("2001:db8::1", True),
        ("198.51.100.1", False),
        ("", False),
        ("nonsense", False),
    ],
)
def test_addresses_are_held_against_blocks(address: str, is_in: bool) -> None:
    assert teams.is_within(address, ["192.0.2.0/24", "2001:db8::/32"]) == is_in
