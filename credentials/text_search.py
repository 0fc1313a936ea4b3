"""Finding a piece of text in a long table: an index of trigrams on either engine.

SQLite has one in a table beside it, which triggers keep (FTS5); PostgreSQL has one on the columns
(``pg_trgm``). Both are put in place after every migration. Without one the search is the same, and
slower.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import Error, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger("keydesk.search")

#: A shorter piece has no trigram.
SHORTEST: Final = 3
NO_EXTENSION: Final = (
    "PostgreSQL's extension pg_trgm is not there, and this role could not create it: searching "
    "long lists is slow. Have an administrator of the database run CREATE EXTENSION pg_trgm; in "
    "it (Debian: the package postgresql-contrib has it), then run manage.py migrate again."
)


@dataclass(frozen=True, slots=True)
class TextIndex:
    """Columns of a table that are searched; ``key`` is its primary key, a number.

    Without one SQLite has no index of it, and reads the columns.
    """

    table: str
    key: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.table}_text"

    def rare(self, word: str, *, most: int) -> list[int] | None:
        """The keys of the rows that hold the word; None where there are more than ``most``, or
        where the database finds them by the columns themselves."""
        if connection.vendor != "sqlite" or not self.key or len(word) < SHORTEST:
            return None
        quoted = '"{}"'.format(word.replace('"', '""'))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s LIMIT %s",  # noqa: S608
                [quoted, most + 1],
            )
            keys = [key for (key,) in cursor.fetchall()]
        return keys if len(keys) <= most else None


def install(database: BaseDatabaseWrapper, index: TextIndex) -> None:
    """Put the index in place where it is not, over the rows that are there."""
    if index.table not in database.introspection.table_names():
        return
    if database.vendor == "sqlite":
        _install_sqlite(database, index)
    elif has_trigrams(database) or _create_extension(database):
        _run(database, [_gin(index)])
    else:
        logger.warning(NO_EXTENSION)


def has_columns(database: BaseDatabaseWrapper, table: str, names: Iterable[str]) -> bool:
    """Whether the table is there and has them: on the way to the newest migration it may not."""
    with database.cursor() as cursor:
        if table not in database.introspection.table_names(cursor):
            return False
        columns = database.introspection.get_table_description(cursor, table)
    return {column.name for column in columns}.issuperset(names)


def has_trigrams(database: BaseDatabaseWrapper) -> bool:
    """Whether PostgreSQL's extension is in this database."""
    with database.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def _create_extension(database: BaseDatabaseWrapper) -> bool:
    """Since PostgreSQL 13 whoever may create in the database may create this one."""
    try:
        with transaction.atomic(using=database.alias):
            _run(database, ["CREATE EXTENSION IF NOT EXISTS pg_trgm"])
    except Error:
        return False
    return True


def _gin(index: TextIndex) -> str:
    columns = ", ".join(f"upper({column}) gin_trgm_ops" for column in index.columns)
    return f"CREATE INDEX IF NOT EXISTS {index.name} ON {index.table} USING gin ({columns})"


def _install_sqlite(database: BaseDatabaseWrapper, index: TextIndex) -> None:
    """A migration that makes the table anew takes the triggers with it; then all is made anew."""
    if not index.key:
        return
    wanted = _triggers(index)
    with database.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s", [index.table])
        present = {sql for (sql,) in cursor.fetchall()}
    if present.issuperset(wanted.values()):
        return
    columns = ", ".join(index.columns)
    statements = [
        *(f"DROP TRIGGER IF EXISTS {name}" for name in wanted),
        f"DROP TABLE IF EXISTS {index.name}",
        (
            f"CREATE VIRTUAL TABLE {index.name} USING fts5({columns}, content='{index.table}', "
            f"content_rowid='{index.key}', tokenize='trigram')"
        ),
        *wanted.values(),
        f"INSERT INTO {index.name}({index.name}) VALUES ('rebuild')",  # noqa: S608 -- our names
    ]
    with transaction.atomic(using=database.alias):
        _run(database, statements)


def _triggers(index: TextIndex) -> dict[str, str]:
    """What keeps the table beside it in step, by name."""
    columns = ", ".join(index.columns)

    def values(row: str) -> str:
        return ", ".join(f"{row}.{column}" for column in (index.key, *index.columns))

    put = f"INSERT INTO {index.name}(rowid, {columns}) VALUES ({values('NEW')});"  # noqa: S608
    take = (
        f"INSERT INTO {index.name}({index.name}, rowid, {columns}) "  # noqa: S608 -- our names
        f"VALUES ('delete', {values('OLD')});"
    )
    events = {"INSERT": put, "DELETE": take, f"UPDATE OF {columns}": f"{take} {put}"}
    return {
        name: f"CREATE TRIGGER {name} AFTER {event} ON {index.table} BEGIN {body} END"
        for event, body in events.items()
        for name in [f"{index.name}_{event.split()[0].lower()}"]
    }


def _run(database: BaseDatabaseWrapper, statements: list[str]) -> None:
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
