"""Who may do what to a vault entry: each page and action, each role, and a stranger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from credentials.core import AuditAction, Role
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    Entry,
    Person,
)
from tests.people import Browser

Teammate = Callable[[Role], Person]
SignIn = Callable[[Person], Browser]
NEW = "/vault/new/application/"


def url(name: str, entry: Entry, *more: object) -> str:
    return reverse(f"vault:{name}", args=[entry.pk, *more])


def denials() -> list[str]:
    entries = AuditEntry.objects.filter(action=AuditAction.ACCESS_DENIED)
    return [entry.subject_kind for entry in entries]


SEE = set(Role)
STORING_ROLES = {Role.ADMIN, Role.OPERATOR}
MAY = {
    "detail": SEE,
    "edit": STORING_ROLES,
    "replace": STORING_ROLES,
    "destroy": STORING_ROLES,
    "reveal": STORING_ROLES,
    "copy": STORING_ROLES,
    "export": STORING_ROLES,
    "archive": STORING_ROLES,
    "restore": STORING_ROLES,
}


def ask(browser: Browser, name: str, entry: Entry) -> int:
    send = browser.post if name in ("reveal", "copy", "archive", "restore") else browser.get
    return int(send(url(name, entry, *([1] if name == "destroy" else []))).status_code)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", MAY)
def test_a_teammate_may_what_the_role_says(
    sign_in: SignIn, teammate: Teammate, application: Application, name: str, role: Role
) -> None:
    status = ask(sign_in(teammate(role)).confirm(), name, application)
    assert status in ((200, 302) if role in MAY[name] else (403,))
    assert denials() == ([] if role in MAY[name] else ["entry"])


@pytest.mark.parametrize("name", MAY)
def test_a_stranger_finds_nothing_and_is_logged(
    sign_in: SignIn, charlie: Person, application: Application, name: str
) -> None:
    assert ask(sign_in(charlie).confirm(), name, application) == 404
    assert denials() == ["entry"]


@pytest.mark.parametrize("role", list(Role))
def test_storing_is_for_those_who_keep(
    sign_in: SignIn, teammate: Teammate, account: Account, role: Role
) -> None:
    answer = sign_in(teammate(role)).confirm().get(NEW)
    assert answer.status_code == (200 if role in STORING_ROLES else 403)


def test_a_stranger_stores_nothing_in_an_account_of_others(
    sign_in: SignIn, charlie: Person, account: Account
) -> None:
    assert sign_in(charlie).confirm().post(NEW, {"account": str(account.pk)}).status_code == 404
    assert "Main account" not in sign_in(charlie).confirm().page(NEW)
    assert not Entry.objects.exists()


def test_whoever_may_not_reveal_sees_a_greyed_button_and_the_reason(
    sign_in: SignIn, teammate: Teammate, application: Application
) -> None:
    page = sign_in(teammate(Role.AUDITOR)).page(url("detail", application))
    assert "An admin or an operator can do this." in page
    assert url("reveal", application) not in page
