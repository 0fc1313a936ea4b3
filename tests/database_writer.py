"""Somebody who writes to the database: every column of every row changed, and what that gives them.

Alice's team has a thing of every kind. Bob is its auditor, who may open nothing; Charlie is a
stranger with a team, an account and links of his own, and all that he knows.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import Any

from django.apps import apps
from django.contrib.auth import authenticate, get_user
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext

from credentials import audit, people, vault
from credentials.core import KeydeskError, LinkPurpose
from credentials.models import Entry, Person
from dashboard.sessions import SessionStore

A_SECRET, A_PERSON = "a secret", "a person"
#: Some rows stop what looks at them, which gives nobody anything.
_REFUSALS = (KeydeskError, DatabaseError, ValueError)
_YEAR = timedelta(days=365)
_LAST = datetime.max.replace(tzinfo=UTC)
_SAMPLE = 3  # rows of one table
_MOST = 3  # other values that are tried for one column of one row


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What Charlie has: ``secrets`` are those of Alice's team that he is not to see, ``entries``
    where they are kept, and one of his own."""

    secrets: frozenset[str]
    entries: list[uuid.UUID]
    password: str
    session_key: str
    reset_token: str


@dataclass(frozen=True, slots=True)
class Change:
    """One column of one row, or of some at once, and what is written in each."""

    field: Field[Any, Any]
    cells: tuple[tuple[Model, object], ...]

    @property
    def name(self) -> str:
        return f"{self.field.model._meta.db_table}.{self.field.attname}"

    def write(self) -> bool:
        """False where the database itself refuses it in every row."""
        written = [self._write(row, value) for row, value in self.cells]
        return any(written)

    def take_back(self) -> None:
        """Where a row's old place was taken meanwhile, the row goes."""
        for row, _ in reversed(self.cells):
            try:
                with transaction.atomic():
                    self._row(row).update(**{self.field.attname: getattr(row, self.field.attname)})
            except DatabaseError:
                self._row(row).delete()

    def _write(self, row: Model, value: object) -> bool:
        with suppress(DatabaseError, ValueError), transaction.atomic():
            return bool(self._row(row).update(**{self.field.attname: value}))
        return False

    def _row(self, row: Model) -> Any:
        return type(row)._base_manager.filter(pk=row.pk)


def tables() -> list[type[Model]]:
    """Every table of the database that has a model, those of others among them."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def changes(model: type[Model], *, together: bool = False) -> Iterator[Change]:
    """Each column of a few rows, first and last, but the primary keys, which they are gained by.

    One row after the other, or ``together``: each with the next of what is tried in it.
    """
    rows = list(model._base_manager.order_by("pk"))
    sample = rows if len(rows) <= _SAMPLE else [*rows[: _SAMPLE - 1], rows[-1]]
    for field in model._meta.local_concrete_fields:
        if field.primary_key or not sample:
            continue
        cells = [[(row, value) for value in _others(field, row, rows)] for row in sample]
        at_once = zip_longest(*cells) if together else ((cell,) for of in cells for cell in of)
        for some in at_once:
            yield Change(field, tuple(cell for cell in some if cell))


def asked_by(act: Callable[[], object]) -> list[str]:
    """The statements that ``act`` sends to the database."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries]


def is_read(field: Field[Any, Any], statements: Iterable[str]) -> bool:
    """Whether one of them depends on what the column holds: those that insert rows do not."""
    table, column = f'"{field.model._meta.db_table}"', f'"{field.column}"'
    return any(
        table in sql and column in sql for sql in statements if not sql.startswith("INSERT ")
    )


def read_changes(model: type[Model], statements: list[str], *, together: bool) -> list[Change]:
    """The changes of columns that one of the statements depends on."""
    all_changes = changes(model, together=together)
    return [change for change in all_changes if is_read(change.field, statements)]


def won_by(change: Change, attempt: Callable[[], set[str]]) -> set[str]:
    """What the attempt gains while the change is there."""
    if not change.write():
        return set()
    try:
        return attempt()
    finally:
        change.take_back()


def plant(row: Model) -> None:
    """Insert a row past everything that writes such rows."""
    rows_of(type(row)).bulk_create([row])


def rows_of(model: type[Model]) -> QuerySet[Model]:
    """The rows of a table as somebody has them who may change any."""
    return QuerySet(model).all()


def kept_of(row: Model) -> dict[str, Any]:
    """Every column of the row, as somebody copies it who may read the table."""
    fields = row._meta.concrete_fields
    return dict(rows_of(type(row)).values(*[field.attname for field in fields]).get(pk=row.pk))


def put_back(model: type[Model], kept: dict[str, Any]) -> None:
    """The row as it was copied, whether there is one or not."""
    if not rows_of(model).filter(pk=kept["id"]).update(**kept):
        plant(model(**kept))


@contextmanager
def another_address(person: Person, address: str) -> Iterator[None]:
    """While somebody lends the person's row another address."""
    own = person.email
    rows_of(Person).filter(pk=person.pk).update(email=address)
    yield
    rows_of(Person).filter(pk=person.pk).update(email=own)


def gains(known: Knowledge) -> set[str]:
    """What Bob and Charlie can get at now, and should not."""
    return gains_of_secrets(known) | gains_of_people(known)


def gains_of_secrets(known: Knowledge) -> set[str]:
    return {A_SECRET} if _secrets(known) & known.secrets else set()


def gains_of_people(known: Knowledge) -> set[str]:
    return {A_PERSON} if "alice@example.com" in _people(known) else set()


def _secrets(known: Knowledge) -> set[str]:
    """What the vault opens for Bob and for Charlie: of Alice's team, and one of Charlie's own."""
    opened = set()
    for person in Person.objects.filter(pk__in=_pks()):
        for entry in Entry.objects.filter(pk__in=known.entries).select_related("account__team"):
            with suppress(*_REFUSALS):
                opened.add(vault.reveal(entry, actor=audit.actor_of(person)).expose())
    return opened


def _pks() -> list[int]:
    """Bob and Charlie by their rows: who they are does not follow from a changed address."""
    return list(Person.objects.order_by("pk").values_list("pk", flat=True))[1:3]


def _people(known: Knowledge) -> set[str]:
    """Whoever Charlie passes for, by his password, his session and his link."""
    request = HttpRequest()
    request.session, request.user = SessionStore(known.session_key), AnonymousUser()
    request.META["REMOTE_ADDR"] = "192.0.2.1"
    passed_for: list[object] = [get_user(request)]
    for email in ("alice@example.com", "charlie@example.com"):
        with suppress(*_REFUSALS):
            passed_for.append(authenticate(request, email=email, password=known.password))
    if link := people.find_link(known.reset_token, LinkPurpose.PASSWORD_RESET):
        passed_for.append(link.person)
    return {_name_of(person) for person in passed_for if person is not None}


def _name_of(person: object) -> str:
    """Alice is whoever is in Alice's row: that is whose roles it has."""
    first = Person.objects.order_by("pk").first()
    return "alice@example.com" if person == first else "another"


def _others(field: Field[Any, Any], row: Model, rows: list[Model]) -> list[object]:
    """Values that fit the column: of other rows, of what it points to, and its own turned round."""
    own = getattr(row, field.attname)
    others = [getattr(other, field.attname) for other in rows]
    if field.remote_field is not None:
        target = field.remote_field.model
        others += list(target._base_manager.values_list("pk", flat=True))
    named = [value for value, _ in field.choices or ()]
    return [*_distinct(others, own)[:_MOST], *_distinct([*named, *_turned(own)], own)]


def _distinct(values: list[Any], own: object) -> list[object]:
    different = {json.dumps(value, default=str): value for value in values if value != own}
    return list(different.values())


def _turned(value: object) -> list[object]:
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1]
        case datetime():
            later = min(value, _LAST - _YEAR) + _YEAR  # "without an end" is as late as can be
            return [value - _YEAR, later]
        case str():
            return [value[::-1], ""]
        case dict() | list():
            return [{}, []]
    return [None]
