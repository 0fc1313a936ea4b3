"""The choice of a key on the page that explains refusals."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import KeyState
from credentials.models import Application, ConsumerKey, Person
from tests.dashboard.refusal_pages import PAGE, stored_key
from tests.people import Browser


@pytest.fixture
def key(application: Application, alice: Person) -> ConsumerKey:
    return stored_key(application, alice)


def choice_names(html: str) -> list[str]:
    return re.findall(r"<option value=\"[^\"]+\"[^>]*>([^<]+)</option>", html)


def many_keys(key: ConsumerKey, application: Application, count: int) -> None:
    for number in range(count):
        vault.store_consumer_key(
            application,
            metadata=vault.EntryMetadata(label=f"updater {number:02}"),
            secret=f"planted0consumer0key0000000{number:04}x",
            state=KeyState.VALIDATED,
            rules=key.rules,
            allowed_ips=[],
            actor=SYSTEM,
        )


def test_of_many_keys_the_first_are_listed_and_the_rest_is_found(
    browser_of_alice: Browser, key: ConsumerKey, application: Application
) -> None:
    many_keys(key, application, 41)
    page = browser_of_alice.page(PAGE)
    assert len(choice_names(page)) == 40
    assert "There are more keys: type a part of the name." in page
    searched = browser_of_alice.page(f"{PAGE}?find=updater 40")
    assert choice_names(searched) == [f"updater 40 · {key.account}"]
    kept = browser_of_alice.page(f"{PAGE}?find=updater 40&key={key.pk}")
    assert f"{key.label} · {key.account}" in choice_names(kept)


def test_the_choice_asks_the_database_alike_for_few_and_many(
    browser_of_alice: Browser,
    key: ConsumerKey,
    application: Application,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser_of_alice.page(PAGE)
    with CaptureQueriesContext(connection) as few:
        browser_of_alice.page(PAGE)
    many_keys(key, application, 5)
    with django_assert_num_queries(len(few)):
        browser_of_alice.page(PAGE)
