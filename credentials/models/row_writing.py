"""Many rows of one model written by few plain statements, past what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

from credentials.core import in_batches

#: Rows of one INSERT: SQLite has a bound on the values of a statement, 32766.
_AT_ONCE: Final = 100


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert these rows, and have each know its number, which the database gives it."""
    if not rows:
        return
    database, meta = _database(rows), type(rows[0])._meta
    quote = database.ops.quote_name
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    key = next(field for field in meta.concrete_fields if field.primary_key)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    into = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES"
    blanks = f"({', '.join(['%s'] * len(fields))})"
    with database.cursor() as cursor:
        for part in in_batches(rows, _AT_ONCE):
            statement = (
                f"{into} {', '.join([blanks] * len(part))} RETURNING {quote(str(key.column))}"
            )
            cursor.execute(statement, [value for row in _values(part, fields) for value in row])
            for row, (number,) in zip(part, cursor.fetchall(), strict=True):
                row.pk, row._state.adding = number, False  # noqa: SLF001 -- documented


def write_columns(rows: Sequence[models.Model], names: Collection[str]) -> None:
    """Write these columns of rows that are there."""
    database, meta = _database(rows), type(rows[0])._meta
    quote = database.ops.quote_name
    fields = [field for field in meta.concrete_fields if field.name in names]
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = next(field for field in meta.concrete_fields if field.primary_key)
    with database.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(meta.db_table)} SET {columns} "  # noqa: S608 -- our names
            f"WHERE {quote(str(key.column))} = %s",
            [[*kept, row.pk] for kept, row in zip(_values(rows, fields), rows, strict=True)],
        )


def add_to_rows(
    model: type[models.Model],
    group: Sequence[str],
    column: str,
    numbers: Mapping[tuple[Any, ...], int],
) -> None:
    """Add these numbers to a column, each of the row that its group names; a new row begins there.

    ``group`` are attributes that name a row together, by a constraint.
    """
    database = connections[router.db_for_write(model)]
    quote, meta = database.ops.quote_name, model._meta
    fields = {field.attname: field for field in meta.concrete_fields}
    names = ", ".join(quote(str(fields[name].column)) for name in group)
    added, table = quote(str(fields[column].column)), quote(meta.db_table)
    blanks = ", ".join(["%s"] * (len(group) + 1))
    values = [
        [
            *(
                fields[name].get_db_prep_save(value, database)
                for name, value in zip(group, row, strict=True)
            ),
            number,
        ]
        for row, number in numbers.items()
    ]
    with database.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}, {added}) VALUES ({blanks}) "  # noqa: S608 -- our names
            f"ON CONFLICT ({names}) DO UPDATE SET {added} = {table}.{added} + excluded.{added}",
            values,
        )


def _database(rows: Sequence[models.Model]) -> BaseDatabaseWrapper:
    return connections[router.db_for_write(type(rows[0]))]


def _values(
    rows: Sequence[models.Model], fields: Sequence[models.Field[Any, Any]]
) -> Iterator[tuple[Any, ...]]:
    """Of each row its values as the database takes them."""
    return zip(*(_column(rows, field) for field in fields), strict=True)


def _column(rows: Sequence[models.Model], field: models.Field[Any, Any]) -> list[Any]:
    """Many rows have the same value: each is made ready once."""
    database, name = _database(rows), field.attname
    ready: dict[Hashable, Any] = {}
    column = []
    for row in rows:
        value = getattr(row, name)
        if not isinstance(value, Hashable):
            column.append(field.get_db_prep_save(value, database))
            continue
        if value not in ready:
            ready[value] = field.get_db_prep_save(value, database)
        column.append(ready[value])
    return column
