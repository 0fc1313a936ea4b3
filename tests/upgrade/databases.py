"""Databases of one's own, by their drivers alone: nothing here knows Django or Keydesk.

On PostgreSQL each belongs to a role that may log in and no more, as in production; the server of
``tests.with_postgres`` lets it in. What is dumped as one role is loaded as another.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg


class Database(Protocol):
    """``url`` is what DATABASE_URL takes. Statements are SQL of the engine; rows are tuples."""

    @property
    def engine(self) -> str: ...

    @property
    def url(self) -> str: ...

    def load(self, dump: str) -> None:
        """Run the statements of a dump in this empty database."""

    def rows(self, query: str) -> list[tuple[Any, ...]]: ...

    def execute(self, *statements: str) -> None: ...

    def tables(self) -> list[str]: ...

    def columns(self, table: str) -> list[str]: ...

    def triggers(self, table: str) -> list[str]:
        """The names of the triggers that were made on a table."""

    def drop_triggers(self, table: str) -> None: ...

    def copy(self) -> Database:
        """Another database with the same content; nobody may be connected to this one."""


@contextmanager
def place(folder: Path) -> Iterator[Database]:
    """An empty database on the engine of DATABASE_URL; it and its copies are gone afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield SqliteFile(folder / f"{uuid.uuid4().hex}.sqlite3")
        return
    with postgresql_place(server) as database:
        yield database


@dataclass(frozen=True, slots=True)
class SqliteFile:
    file: Path
    engine: str = "sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def load(self, dump: str) -> None:
        self.file.touch(mode=0o600)  # what is open to others is closed with a line in the log
        with closing(sqlite3.connect(self.file)) as connection:
            connection.executescript(dump)

    def dump(self) -> str:
        """What ``.dump`` of the sqlite3 shell prints, triggers included."""
        with closing(sqlite3.connect(self.file)) as connection:
            return "\n".join(connection.iterdump()) + "\n"

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(query).fetchall()

    def execute(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.file)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    def tables(self) -> list[str]:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        return sorted(name for (name,) in self.rows(query))

    def columns(self, table: str) -> list[str]:
        return [row[0] for row in self.rows(f"SELECT name FROM pragma_table_info('{table}')")]

    def triggers(self, table: str) -> list[str]:
        query = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'"
        return sorted(name for (name,) in self.rows(query))

    def drop_triggers(self, table: str) -> None:
        self.execute(*(f"DROP TRIGGER {name}" for name in self.triggers(table)))

    def copy(self) -> SqliteFile:
        copied = self.file.with_name(f"{uuid.uuid4().hex}.sqlite3")
        shutil.copy(self.file, copied)
        return SqliteFile(copied)


@dataclass(frozen=True, slots=True)
class PostgresqlDatabase:
    """``server`` is the URL of whoever may make databases, ``owner`` the role that owns this."""

    server: str
    owner: str
    name: str
    engine: str = "postgresql"

    @property
    def host(self) -> str:
        return self.server.removeprefix("postgres://test@/").rpartition("/")[0]

    @property
    def url(self) -> str:
        return f"postgres://{self.owner}@/{self.host}/{self.name}"

    def load(self, dump: str) -> None:
        self.execute(dump)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self._connected() as connection:
            return connection.execute(query.encode()).fetchall()

    def execute(self, *statements: str) -> None:
        with self._connected() as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def tables(self) -> list[str]:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return sorted(name for (name,) in self.rows(query))

    def columns(self, table: str) -> list[str]:
        query = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
        return [row[0] for row in self.rows(query)]

    def triggers(self, table: str) -> list[str]:
        query = f"SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = '{table}'"
        return sorted(name for (name,) in self.rows(f"{query}::regclass"))

    def drop_triggers(self, table: str) -> None:
        self.execute(*(f"DROP TRIGGER {name} ON {table}" for name in self.triggers(table)))

    def copy(self) -> PostgresqlDatabase:
        copied = PostgresqlDatabase(self.server, self.owner, f"{self.owner}_{uuid.uuid4().hex[:8]}")
        copied.create(template=self.name)
        return copied

    def create(self, *, template: str) -> None:
        administer(
            self,
            f'CREATE DATABASE "{self.name}" TEMPLATE "{template}" OWNER "{self.owner}"',
        )

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(host=self.host, user=self.owner, dbname=self.name)


@contextmanager
def postgresql_place(server: str) -> Iterator[PostgresqlDatabase]:
    """An empty database at the server of this URL, owned by a role made for it."""
    owner = f"upgrade_{uuid.uuid4().hex[:12]}"
    database = PostgresqlDatabase(server, owner, owner)
    administer(database, f'CREATE ROLE "{owner}" LOGIN')
    try:
        database.create(template="template0")
        yield database
    finally:
        names = administer(
            database, f"SELECT datname FROM pg_database WHERE datname LIKE '{owner}%'"
        )
        administer(database, *(f'DROP DATABASE "{name}" WITH (FORCE)' for (name,) in names))
        administer(database, f'DROP ROLE "{owner}"')


def administer(database: PostgresqlDatabase, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements as the server's superuser; the rows of the last one, where it has any."""
    rows: list[tuple[Any, ...]] = []
    with psycopg.connect(
        host=database.host, user="test", dbname="postgres", autocommit=True
    ) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
            rows = cursor.fetchall() if cursor.description else []
    return rows
