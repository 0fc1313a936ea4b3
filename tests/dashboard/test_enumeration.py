"""What nobody is signed in for costs as much for an address that somebody here has as for another.

Statements are compared, in their order, and not times, which a busy machine changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from credentials.core import AuditAction
from credentials.models import AuditEntry, Person, Team
from dashboard import rate_limits
from tests.people import Browser

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN, ANOTHER = (f"{name}@example.com" for name in ("alice", "bob", "charlie"))
_TABLES = re.compile(r'(?:FROM|INTO|UPDATE|JOIN) "(\w+)"')


@pytest.fixture(autouse=True)
def _with_a_queue(settings: Settings) -> None:
    """Work for the worker stays there, as it does for whoever waits for the page."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture
def pages(alice: Person, team: Team) -> None:
    """Alice is here, and both pages were open once, so that nothing is read for the first time."""
    sign_in("nobody@example.com", address="192.0.2.250")
    ask_reset("nobody@example.com", address="192.0.2.250")


def sign_in(email: str, *, address: str) -> str:
    return _post("account_login", {"login": email, "password": "wrong"}, address)


def ask_reset(email: str, *, address: str) -> str:
    return _post("account_reset_password", {"email": email}, address)


def statements(ask: Callable[..., str], email: str, *, address: str) -> list[str]:
    """What the database was asked for: the word that each statement begins with, and its tables."""
    with CaptureQueriesContext(connection) as captured:
        ask(email, address=address)
    return [_shape(query) for query in captured.captured_queries]


def test_asking_for_a_link_costs_as_much(pages: None) -> None:
    """The second of somebody unknown as well: what is told of one does not hide another's cost."""
    asked = {
        email: statements(ask_reset, email, address=f"192.0.2.{number}")
        for number, email in enumerate((ANOTHER, KNOWN, UNKNOWN))
    }
    assert asked[KNOWN] == asked[UNKNOWN] == asked[ANOTHER]


@pytest.mark.parametrize("ask", [sign_in, ask_reset])
def test_a_try_beyond_the_limit_of_the_address_costs_as_much(
    pages: None, ask: Callable[..., str]
) -> None:
    for number in range(rate_limits.BY_ADDRESS[0].most + 2):
        answer = ask(f"nobody-{number}@example.com", address="192.0.2.1")
    assert "Too many" in answer or "too often" in answer
    known = statements(ask, KNOWN, address="192.0.2.1")
    assert known == statements(ask, UNKNOWN, address="192.0.2.1")


def test_a_lock_out_costs_as_much_and_so_does_each_try_after_it(pages: None) -> None:
    asked: dict[str, list[list[str]]] = {}
    for email in (ANOTHER, KNOWN, UNKNOWN):
        address = f"192.0.2.{len(asked) + 1}"
        for _ in range(rate_limits.BY_ACCOUNT_AND_ADDRESS[0].most):
            sign_in(email, address=address)
        asked[email] = [statements(sign_in, email, address=address) for _ in range(3)]
    assert asked[KNOWN] == asked[UNKNOWN] == asked[ANOTHER]


def test_who_was_tried_once_by_an_address_beyond_its_limit_is_not_told_of_a_lock_out(
    alice: Person, team: Team, settings: Settings
) -> None:
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    for number in range(rate_limits.BY_ADDRESS[0].most):
        sign_in(f"nobody-{number}@example.com", address="192.0.2.1")
    assert "Too many" in sign_in(KNOWN, address="192.0.2.1")
    assert not AuditEntry.objects.filter(action=AuditAction.LOCKED_OUT).exists()
    assert mail.outbox == []


def _post(page: str, fields: dict[str, str], address: str) -> str:
    answer = Browser().post(reverse(page), fields, headers={"X-Forwarded-For": address})
    return answer.content.decode()


def _shape(query: dict[str, Any]) -> str:
    return " ".join([query["sql"].split()[0], *_TABLES.findall(query["sql"])])
