"""Triggers by which the database itself refuses to change or remove an entry of the log.

They are put in place after every migration, so that a database that lost them gets them back.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_TABLES = {"credentials_auditentry": "seq", "credentials_auditcheckpoint": "id"}
_WORDS = "the audit log is append-only"


def on_migrated(*, using: str, **_: Any) -> None:
    """Receiver of ``post_migrate``."""
    install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards in place; doing it twice is the same as once."""
    guard = _guard_postgresql if connection.vendor == "postgresql" else _guard_sqlite
    _run(connection, [statement for table in _present(connection) for statement in guard(table)])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away: for tests, which empty the tables they fill."""
    bare = _bare_postgresql if connection.vendor == "postgresql" else _bare_sqlite
    _run(connection, [statement for table in _present(connection) for statement in bare(table)])


def _guard_sqlite(table: str) -> list[str]:
    """The third one is for INSERT OR REPLACE, which removes a row without a DELETE."""
    taken = f"rowid = NEW.rowid OR {_TABLES[table]} = NEW.{_TABLES[table]}"
    replaces = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 -- our names
    events = {"update": "", "delete": "", "insert": replaces}
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_keeps_{event} BEFORE {event} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
        for event, when in events.items()
    ]


def _bare_sqlite(table: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {table}_keeps_{event}" for event in ("update", "delete", "insert")
    ]


def _guard_postgresql(table: str) -> list[str]:
    return [
        (
            "CREATE OR REPLACE FUNCTION credentials_audit_keeps() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION credentials_audit_keeps()"
        ),
    ]


def _bare_postgresql(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_keeps ON {table}"]


def _present(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that are there: on the way to the first migration there are none."""
    there = connection.introspection.table_names()
    return [table for table in _TABLES if table in there]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
