"""Triggers by which the database itself refuses to change or remove an entry of the log.

They are put in place after every migration, so that a database that lost them gets them back.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from credentials import text_search
from credentials.core import KeydeskError, gettext_noop, say
from credentials.text_search import TextIndex

_TABLES = {"credentials_auditentry": "seq", "credentials_auditcheckpoint": "id"}
#: What the search in the log looks at.
TEXT_INDEX = TextIndex("credentials_auditentry", "seq", ("actor", "subject", "address", "action"))
_WORDS = "the audit log is append-only"
#: The body of PostgreSQL's guard, and its kind there: BEFORE, UPDATE, DELETE, TRUNCATE, STATEMENT.
_REFUSES = f" BEGIN RAISE EXCEPTION '{_WORDS}'; END "
_BEFORE_EACH = 2 + 16 + 8 + 32


class LogUnguarded(KeydeskError):
    """The database would let somebody change or remove entries of the log."""

    def __init__(self) -> None:
        super().__init__(
            say(gettext_noop("The database has lost the triggers that guard the activity log.")),
            next_step=say(
                gettext_noop(
                    "Run manage.py migrate as the role that owns the tables, which puts them back, "
                    "then manage.py verify_audit_log."
                )
            ),
        )


def on_migrated(*, using: str, **_: Any) -> None:
    """Receiver of ``post_migrate``."""
    install(connections[using])
    text_search.install(connections[using], TEXT_INDEX)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guards in place where there are none, or others than ours."""
    is_postgresql = connection.vendor == "postgresql"
    guard = _guard_postgresql if is_postgresql else _guard_sqlite
    bare = _bare_postgresql if is_postgresql else _bare_sqlite
    lacking = set(_present(connection)) - _guarded(connection)
    with transaction.atomic(using=connection.alias):
        for table in sorted(lacking):
            _run(connection, [*bare(table), *guard(table)])


def guard_triggers(connection: BaseDatabaseWrapper) -> None:
    """Raises ``LogUnguarded`` where a guard is missing, switched off, or another one than ours."""
    if set(_TABLES) - _guarded(connection):
        raise LogUnguarded


def owns_its_tables(connection: BaseDatabaseWrapper) -> bool:
    """Whether the role of this process could drop the guards; only PostgreSQL knows roles."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_tables WHERE tablename = ANY(%s) "
            "AND pg_has_role(current_user, tableowner, 'USAGE')",
            [[*_TABLES]],
        )
        return cursor.fetchone() is not None


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
        f"CREATE TRIGGER {table}_keeps_{event} BEFORE {event} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
        for event, condition in events.items()
    ]


def _bare_sqlite(table: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {table}_keeps_{event}" for event in ("update", "delete", "insert")
    ]


def _guard_postgresql(table: str) -> list[str]:
    return [
        (
            "CREATE OR REPLACE FUNCTION credentials_audit_keeps() RETURNS trigger "
            f"LANGUAGE plpgsql AS $${_REFUSES}$$"
        ),
        (
            f"CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION credentials_audit_keeps()"
        ),
    ]


def _bare_postgresql(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_keeps ON {table}"]


def _guarded(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables with guards as they are to be."""
    is_postgresql = connection.vendor == "postgresql"
    return _guarded_postgresql(connection) if is_postgresql else _guarded_sqlite(connection)


def _guarded_sqlite(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables whose triggers are there, word for word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        statements = {sql for (sql,) in cursor.fetchall()}
    return {table for table in _TABLES if statements.issuperset(_guard_sqlite(table))}


def _guarded_postgresql(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables whose trigger fires before every UPDATE, DELETE and TRUNCATE, and refuses it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid WHERE pg_table_is_visible(c.oid) "
            "AND t.tgname = c.relname || '_keeps' AND t.tgenabled IN ('O', 'A') "
            "AND t.tgtype = %s AND t.tgqual IS NULL AND t.tgattr::text = '' AND p.prosrc = %s",
            [_BEFORE_EACH, _REFUSES],
        )
        return {table for (table,) in cursor.fetchall()}


def _present(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that are there: on the way to the first migration there are none."""
    existing = connection.introspection.table_names()
    return [table for table in _TABLES if table in existing]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
