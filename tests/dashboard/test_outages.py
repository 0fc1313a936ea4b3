"""When the database is away or cannot be written, pages and health say so, and nothing is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from credentials import startup
from credentials.models import Account, InstanceKey, Person, Team
from tests.people import PASSWORD, Browser, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def read_only() -> Iterator[None]:
    """A database that answers and refuses every change."""
    is_sqlite = connection.vendor == "sqlite"
    switch = "PRAGMA query_only = %s" if is_sqlite else "SET default_transaction_read_only = %s"
    with connection.cursor() as cursor:
        cursor.execute(switch % "on")
        try:
            yield
        finally:
            cursor.execute(switch % "off")


@pytest.fixture
def alice_signed_in(alice: Person, team: Team) -> Browser:
    browser = sign_in(alice).confirm()
    browser.raise_request_exception = False
    return browser


def test_health_says_that_the_database_cannot_be_written() -> None:
    Browser().get("/healthz")
    with read_only():
        startup._process.wrote_at = -startup.BETWEEN_WRITES
        answer = Browser().get("/healthz")
        assert (answer.status_code, answer.json()) == (503, {"status": "read-only"})
    assert Browser().get("/healthz").json() == {"status": "ok"}


def test_health_writes_once_in_a_while_however_often_it_is_asked() -> None:
    Browser().get("/healthz")
    with read_only():
        assert Browser().get("/healthz").status_code == 200


def test_health_says_what_pages_met_where_its_own_write_still_fits(
    alice_signed_in: Browser, account: Account
) -> None:
    """A full disk of PostgreSQL refuses new rows, and takes a changed one where there is room."""
    with read_only():
        url = reverse("accounts:edit", args=[account.pk])
        assert alice_signed_in.post(url, {"label": "Another"}).status_code == 503
    answer = Browser().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "read-only"})
    startup._process.refused_at -= startup.REPEATED
    assert Browser().get("/healthz").json() == {"status": "ok"}


def test_health_says_that_a_migration_is_lacking() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET app = 'x' WHERE app = 'credentials'")
    try:
        answer = Browser().get("/healthz")
        assert (answer.status_code, answer.json()) == (503, {"status": "not migrated"})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET app = 'credentials' WHERE app = 'x'")


def test_a_change_is_refused_with_a_page_that_says_why(
    alice_signed_in: Browser, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    with read_only():
        answer = alice_signed_in.post(
            reverse("accounts:edit", args=[account.pk]), {"label": "Another"}
        )
    assert answer.status_code == 503
    assert "cannot be written" in answer.content.decode()
    assert answer["Retry-After"] == "10"
    account.refresh_from_db()
    assert account.label == "Main account"
    said = [record for record in caplog.records if record.name == "django.request"]
    assert len(said) == 1
    assert said[0].exc_info is None
    assert "read" in said[0].getMessage()


def test_a_sign_in_is_refused_as_what_it_is_and_not_as_too_many_tries(
    alice: Person, team: Team
) -> None:
    browser = Browser(raise_request_exception=False)
    with read_only():
        answer = browser.post(
            reverse("account_login"), {"login": "alice@example.com", "password": PASSWORD}
        )
    assert answer.status_code == 503


def test_a_database_that_does_not_answer_is_told_by_page_and_health(
    alice_signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("connection refused")

    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", refuse)
        away.setattr(InstanceKey.objects, "filter", refuse)
        answer = alice_signed_in.get("/vault/")
        health = Browser().get("/healthz")
    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
    assert (health.status_code, health.json()) == (503, {"status": "no database"})
