"""Whatever somebody writes into the database, every page answers: with a sentence, never with 500.

In each column of words or JSON of every table a word that nobody knows, or another shape, is
planted in every row; then Alice opens all pages that read that table, and signs in anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, TypeAlias

import pytest
from django.db import DatabaseError, transaction
from django.db.models import CharField, Field, IntegerField, JSONField, Model, TextField
from django.urls import reverse

from credentials.core import LogChangedOutside
from credentials.models import AuditEntry, LiveCredential, Person, Team
from tests.dashboard.permission_tables import OF_ONES_OWN, PAGES, TABLE
from tests.database_writer import Knowledge, asked_by, is_read, rows_of, tables
from tests.people import PASSWORD, Browser
from tests.test_database_writer import known
from tests.world import World

__all__ = ["known"]

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

_WORD = "root"
_SHAPES: tuple[object, ...] = ({}, [7], "root", 7, [{"method": 7}, [None]], {"name": [7]})
_NUMBERS = (0, 2_147_483_647)
#: Without what they hold Keydesk does not start, or says that it is sealed.
_SEALED = {"credentials_instancekey"}
_SIGN_IN = "account_login"
#: The tables are dealt out to as many tests: each sets up a world.
_PARTS = 4

AnyField: TypeAlias = "Field[Any, Any]"


def plantings(model: type[Model]) -> Iterator[Mapping[AnyField, object]]:
    """Columns, and what fits there and means nothing.

    Those of choices one by one, those of words at once, those of JSON and of numbers at once, until
    each has had everything.
    """
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    yield from ({field: _WORD} for field in fields if field.choices)
    plain = [field for field in fields if not field.choices and not field.is_relation]
    yield {field: _WORD for field in plain if isinstance(field, CharField | TextField)}
    given: dict[AnyField, tuple[object, ...]] = {
        **{field: _SHAPES for field in plain if isinstance(field, JSONField)},
        **{field: _NUMBERS for field in plain if isinstance(field, IntegerField)},
    }
    for turn in range(max(map(len, given.values()), default=0)):
        yield {
            field: values[(turn + place) % len(values)]
            for place, (field, values) in enumerate(given.items())
        }


def addresses(world: World) -> list[str]:
    of_things = [
        world.url(name, rule.things) for name, rule in TABLE.items() if "G" in rule.methods
    ]
    plain = [reverse(name) for name in PAGES]
    own = {"mfa_remove_webauthn", "account_end_session"}
    return [*of_things, *plain, *(reverse(name) for name in sorted(OF_ONES_OWN - own))]


def write(model: type[Model], field: AnyField, value: object) -> None:
    """In every row, or in the first where the column takes a value once, or in none."""
    everywhere = rows_of(model).all()
    for rows in (everywhere, everywhere.filter(pk=getattr(everywhere.first(), "pk", None))):
        with suppress(DatabaseError, ValueError, TypeError), transaction.atomic():
            rows.update(**{field.attname: value})
            return


def signed_in(alice: Person) -> Browser:
    browser = Browser(raise_request_exception=False)
    browser.force_login(alice)
    browser.confirm()
    return browser


#: What the sign-in asks the database, and then each page of ``addresses``: worked out once.
_STATEMENTS: list[list[str]] = []


def readers(fields: Iterable[AnyField], alice: Person, world: World) -> dict[str, bool]:
    """The addresses whose pages depend on what one of the columns holds.

    True where a page asks for it itself, False where it only asks as every page does.
    """
    urls, columns = addresses(world), list(fields)
    if not _STATEMENTS:
        browser = signed_in(alice)
        _STATEMENTS.append(asked_by(signs_in))
        _STATEMENTS.extend(asked_by(partial(read, browser, url)) for url in urls)
    common = set.intersection(*map(set, _STATEMENTS[1:]))
    asking = {}
    for url, asked in zip([_SIGN_IN, *urls], _STATEMENTS, strict=True):
        if any(is_read(field, asked) for field in columns):
            own = [sql for sql in asked if sql not in common]
            asking[url] = any(is_read(field, own) for field in columns)
    return asking


def signs_in() -> int:
    """The status of the answer to somebody who types Alice's password."""
    browser = Browser(raise_request_exception=False)
    typed = {"login": "alice@example.com", "password": PASSWORD}
    return int(browser.post(reverse(_SIGN_IN), typed).status_code)


def faults(alice: Person, urls: list[str]) -> set[str]:
    """The pages that fail, for Alice, who signed in before and once more afterwards."""
    failed = {_SIGN_IN} if _SIGN_IN in urls and signs_in() >= 500 else set()
    pages = [url for url in urls if url != _SIGN_IN]
    with suppress(LogChangedOutside):  # nobody signs in then
        browser = signed_in(alice)
        failed |= {url for url in pages if read(browser, url) >= 500}
    return failed


def read(browser: Browser, url: str) -> int:
    """The status of the answer; 500 where a file ends before its last row."""
    try:
        return int(browser.get(url).status_code)
    except Exception:  # noqa: BLE001 -- whatever ends it
        return 500


@pytest.mark.parametrize("part", range(_PARTS))
def test_every_page_answers_whatever_is_planted(
    part: int, known: Knowledge, one_of_each: World, alice: Person
) -> None:
    failed: dict[str, set[str]] = {}
    for model in tables()[part::_PARTS]:
        if model._meta.db_table not in _SEALED:
            failed |= faults_with(model, one_of_each, alice)
    assert failed == {}


def faults_with(model: type[Model], world: World, alice: Person) -> dict[str, set[str]]:
    """The pages that fail, by what was planted in the table."""
    failed = {}
    before: set[AnyField] = set()
    for number, planted in enumerate(plantings(model)):
        reading = readers(planted, alice, world)
        urls = list(reading) if planted.keys() - before else some_of(reading, number)
        before |= planted.keys()
        with transaction.atomic():
            for field, value in planted.items():
                write(model, field, value)
            if urls and (fault := faults(alice, urls)):
                columns = {field.attname: value for field, value in planted.items()}
                failed[f"{model._meta.db_table}: {columns}"] = fault
            transaction.set_rollback(True)
    return failed


def some_of(reading: dict[str, bool], number: int) -> list[str]:
    """For another value of the same columns: each page that asks for them itself, and of those
    where the common part of all pages does, every third, each time others."""
    alike = [url for url, itself in reading.items() if not itself]
    return [url for url, itself in reading.items() if itself] + alike[number % 3 :: 3]


def test_what_a_page_shows_is_among_what_it_depends_on(
    known: Knowledge, one_of_each: World, alice: Person
) -> None:
    def of(model: type[Model], name: str) -> dict[str, bool]:
        field: AnyField = model._meta.get_field(name)  # type: ignore[assignment]
        return readers([field], alice, one_of_each)

    assert of(LiveCredential, "status")[reverse("live:list")]
    assert of(AuditEntry, "details")[reverse("activity:list")]
    assert of(Team, "longest_days")[one_of_each.url("team:policy", "team_id")]
    assert of(Person, "password")[_SIGN_IN]
    assert set(addresses(one_of_each)) <= of(Team, "name").keys()
