"""Rows from which others are derived: whoever writes them has what follows brought up to date.

What follows from which row is not known here: packages above say so when the application starts,
as ``derive_by`` has it. It happens in the transaction of the write.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol, TypeVar

from django.db import connections, models, router, transaction

_Row = TypeVar("_Row", bound=models.Model)


class Deriver(Protocol):
    """Brings up to date what follows from rows of one model."""

    def writing(self, find: Callable[[], Collection[Any]]) -> AbstractContextManager[object]:
        """Around a write; ``find`` gives the ids of the rows there are of it, before and after."""

    def removing(self, ids: Collection[Any]) -> AbstractContextManager[object]:
        """Around the removal of the rows with these ids."""


def derive_by(model: type[models.Model], deriver: Deriver) -> None:
    """Say what brings up to date what follows from rows of the model."""
    _derivers[model] = deriver


@contextmanager
def deriving(model: type[models.Model], find: Callable[[], Collection[Any]]) -> Iterator[None]:
    """Around a write of rows that ``find`` gives the ids of, in one transaction with it."""
    with transaction.atomic(), _derivers[model].writing(find):
        yield


def write_columns(rows: Sequence[models.Model], names: Collection[str]) -> None:
    """Write these columns of rows of one model that are there, past what follows from them."""
    meta = type(rows[0])._meta
    database = connections[router.db_for_write(type(rows[0]))]
    quote = database.ops.quote_name
    column = {field: quote(str(field.column)) for field in meta.concrete_fields}
    fields = [field for field in column if field.name in names]
    columns = ", ".join(f"{column[field]} = %s" for field in fields)
    key = next(name for field, name in column.items() if field.primary_key)
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), database) for field in fields]
        for row in rows
    ]
    with database.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {key} = %s",  # noqa: S608 -- our names
            [[*kept, row.pk] for kept, row in zip(values, rows, strict=True)],
        )


class DerivedFromQuerySet(models.QuerySet[_Row]):
    """Rows that others follow from: a write takes them along."""

    def update(self, **values: Any) -> int:
        with transaction.atomic():
            ids = self._found()
            with self._deriver.writing(lambda: ids):
                return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(), self._deriver.removing(self._found()):
            return super().delete()

    def bulk_create(self, objs: Iterable[_Row], *options: Any, **named: Any) -> list[_Row]:
        rows, names = list(objs), named.get("unique_fields") or ("pk",)
        with transaction.atomic(), self._deriver.writing(lambda: self._alike(rows, names)):
            return super().bulk_create(rows, *options, **named)

    @property
    def _deriver(self) -> Deriver:
        return _derivers[self.model]

    def _found(self) -> Collection[Any]:
        """The ids of those that are found now: the write may be what takes them out."""
        return list(self.order_by().values_list("pk", flat=True))

    def _alike(self, rows: Collection[_Row], names: Collection[str]) -> Collection[Any]:
        """The ids of the stored rows that these are, by what is unique of them."""
        everything = self.model._base_manager.all()  # noqa: SLF001 -- a documented attribute
        values = {name: [getattr(row, name) for row in rows] for name in names}
        alike = everything.filter(**{f"{name}__in": value for name, value in values.items()})
        return list(alike.values_list("pk", flat=True))


class DerivedFromManager(models.Manager[_Row]):
    def get_queryset(self) -> DerivedFromQuerySet[_Row]:
        return DerivedFromQuerySet(self.model, using=self._db)


_derivers: dict[type[models.Model], Deriver] = {}
