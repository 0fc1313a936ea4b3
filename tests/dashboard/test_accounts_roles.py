"""Who may do what to an account: each page and action, each role, and a stranger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from credentials.core import AuditAction, Permission, Role
from credentials.models import Account, AuditEntry, Person, Team
from credentials.teams import ROLE_PERMISSIONS
from tests.people import Browser

Teammate = Callable[[Role], Person]
SignIn = Callable[[Person], Browser]
LIST = "/accounts/"


def url(name: str, account: Account) -> str:
    return reverse(f"accounts:{name}", args=[account.pk])


def denials() -> list[str]:
    entries = AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED)
    return [entry.subject_kind for entry in entries]


MAY = {
    "detail": {Role.ADMIN, Role.OPERATOR, Role.REQUESTER, Role.AUDITOR},
    "edit": {Role.ADMIN, Role.OPERATOR},
    "manage": {Role.ADMIN, Role.OPERATOR},
    "confirm": {Role.ADMIN, Role.OPERATOR},
    "rebind": {Role.ADMIN, Role.OPERATOR},
    "delete": {Role.ADMIN},
}
POSTED = ("manage", "confirm")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", MAY)
def test_a_teammate_may_what_the_role_says(
    sign_in: SignIn, teammate: Teammate, account: Account, name: str, role: Role
) -> None:
    browser = sign_in(teammate(role)).confirm()
    send = browser.post if name in POSTED else browser.get
    status = send(url(name, account)).status_code
    assert status in ((200, 302) if role in MAY[name] else (403,))
    assert denials() == ([] if role in MAY[name] else ["account"])


@pytest.mark.parametrize("name", MAY)
def test_a_stranger_finds_nothing_and_is_logged(
    sign_in: SignIn, charlie: Person, account: Account, name: str
) -> None:
    browser = sign_in(charlie).confirm()
    send = browser.post if name in POSTED else browser.get
    assert send(url(name, account)).status_code == 404
    assert denials() == ["account"]
    assert "Main account" not in browser.page(LIST)


def test_nobody_adds_an_account_to_a_team_that_is_not_theirs(
    sign_in: SignIn, charlie: Person, team: Team
) -> None:
    data = {"team": str(team.pk), "label": "Web", "endpoint": "sandbox"}
    assert sign_in(charlie).confirm().post("/accounts/new/", data).status_code == 404
    assert not Account.objects.exists()


def test_the_button_is_greyed_for_whoever_may_not_add(
    sign_in: SignIn, teammate: Teammate, account: Account
) -> None:
    page = sign_in(teammate(Role.AUDITOR)).page(LIST)
    assert "An admin or an operator can do this." in page
    assert "/accounts/new/" not in page


def test_the_page_names_the_roles_that_have_the_permission(
    sign_in: SignIn, teammate: Teammate, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = sign_in(teammate(Role.AUDITOR))
    granted = {Permission.SEE, Permission.MANAGE_ACCOUNTS}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.REQUESTER, frozenset(granted))
    assert "An admin, an operator or a requester can do this." in reader.page(LIST)
