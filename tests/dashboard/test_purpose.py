"""Where a team asks what a secret is for, every opening says it, and the log keeps the answer."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from credentials import teams
from credentials.core import AuditAction, Permission, Role
from credentials.models import AuditEntry, ConsumerKey, Person, Team
from tests.conftest import SECRETS
from tests.people import Browser, join, rewrite, sign_in

WHY = "rotate the key of web-1"


@pytest.fixture
def asking(team: Team, consumer_key: ConsumerKey) -> ConsumerKey:
    """A key of a team that asks what for."""
    rewrite(Team.objects.all(), requires_purpose=True)
    return consumer_key


def post(browser: Browser, page: str, key: ConsumerKey, **data: str) -> Any:
    return browser.post(reverse(f"vault:{page}", args=[key.pk]), data)


@pytest.mark.parametrize("name", ["reveal", "copy", "export"])
def test_nothing_opens_without_a_purpose(
    browser_of_alice: Browser, asking: ConsumerKey, name: str
) -> None:
    page = post(browser_of_alice, name, asking, name="shell", purpose="  ").content.decode()
    assert SECRETS["consumer_key"] not in page


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("reveal", AuditAction.SECRET_REVEALED),
        ("copy", AuditAction.SECRET_COPIED),
        ("export", AuditAction.SECRET_EXPORTED),
    ],
)
def test_what_is_said_opens_it_and_is_kept(
    browser_of_alice: Browser, asking: ConsumerKey, name: str, action: AuditAction
) -> None:
    page = post(browser_of_alice, name, asking, name="shell", purpose=f" {WHY}\n").content.decode()
    assert SECRETS["consumer_key"] in page
    entry = AuditEntry.objects.filter(action=action).first()
    assert entry is not None
    assert entry.details["purpose"] == WHY
    assert WHY in browser_of_alice.page(reverse("activity:list"))


@pytest.mark.parametrize("role", Role)
def test_what_for_is_asked_beside_the_role_and_never_instead_of_it(
    asking: ConsumerKey, team: Team, bob: Person, role: Role
) -> None:
    """Every page that opens a secret, with and without a purpose, for each role."""
    browser = sign_in(join(team, bob, role)).confirm()
    may = teams.allows(role, Permission.REVEAL)
    for name, purpose in product(("reveal", "copy", "export"), ("", WHY)):
        answer = post(browser, name, asking, name="shell", purpose=purpose)
        assert (answer.status_code == 403) == (not may), (name, purpose)
        opened = SECRETS["consumer_key"] in answer.content.decode()
        assert opened == (may and bool(purpose)), (name, purpose)


def test_the_page_asks_for_it(browser_of_alice: Browser, asking: ConsumerKey) -> None:
    page = browser_of_alice.page(reverse("vault:detail", args=[asking.pk]))
    assert 'name="purpose"' in page
    assert "<copy-secret" not in page


def test_other_teams_are_not_asked(browser_of_alice: Browser, consumer_key: ConsumerKey) -> None:
    page = browser_of_alice.page(reverse("vault:detail", args=[consumer_key.pk]))
    assert 'name="purpose"' not in page
    answer = post(browser_of_alice, "reveal", consumer_key)
    assert SECRETS["consumer_key"] in answer.content.decode()
