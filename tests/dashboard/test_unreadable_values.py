"""A value that is none of its column's type is told by every page that meets it; none fails."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Model
from django.urls import reverse

from credentials.models import (
    Account,
    ConsumerKey,
    Entry,
    LiveCredential,
    Membership,
    Person,
    SignedInSession,
)
from tests.people import Browser, sign_in
from tests.world import World

MANY_DIGITS = f"[{'9' * 5000}]"
NO_DATE = "2026-13-45 00:00:00" if connection.vendor == "sqlite" else "infinity"
VALUES = [
    (Account, "created_at", NO_DATE, "accounts:list"),
    (Entry, "created_at", NO_DATE, "vault:list"),
    (ConsumerKey, "rules", MANY_DIGITS, "vault:list"),
    (Membership, "created_at", NO_DATE, "overview:home"),
    (Person, "date_joined", NO_DATE, "overview:home"),
    (SignedInSession, "seen_at", NO_DATE, "mfa_index"),
]


@pytest.mark.parametrize(("model", "column", "value", "page"), VALUES)
def test_a_page_says_that_a_value_cannot_be_read(
    one_of_each: World, alice: Person, model: type[Model], column: str, value: str, page: str
) -> None:
    browser = sign_in(alice).confirm()
    browser.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s", [value])
    answer = browser.get(reverse(page))
    assert answer.status_code == 409
    assert "none of its column" in answer.content.decode()
    assert Browser().get("/healthz").status_code == 200


#: Files and long pages, each with the row that cannot be read.
FILES = [
    ("/reports/all/", LiveCredential, "creation"),
    ("/reports/inventory/", LiveCredential, "creation"),
    ("/reports/inventory/csv/", LiveCredential, "creation"),
    ("/reports/inventory/json/", LiveCredential, "creation"),
    ("/live/export/?format=csv", LiveCredential, "creation"),
]


@pytest.mark.parametrize(("address", "model", "column"), FILES)
def test_a_file_is_whole_or_a_page_says_why_there_is_none(
    one_of_each: World, alice: Person, address: str, model: type[Model], column: str
) -> None:
    browser = sign_in(alice).confirm()
    assert browser.get(address).status_code == 200
    browser.raise_request_exception = False
    with connection.cursor() as cursor:
        last = f"(SELECT MAX(id) FROM {model._meta.db_table})"
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = {last}", [NO_DATE]
        )
    answer = browser.get(address)
    assert answer.status_code == 409
    assert "none of its column" in answer.content.decode()
