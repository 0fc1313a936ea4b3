"""Rows from which others are derived: whoever writes them has what follows brought up to date.

What follows from which row is not known here: packages above say so when the application starts,
as ``derive_by`` has it. It happens in the transaction of the write.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol, TypeVar

from django.db import models, transaction

from credentials.models.row_writing import insert_rows

_Row = TypeVar("_Row", bound=models.Model)


class Deriver(Protocol):
    """Brings up to date what follows from rows of one model."""

    def writing(self, find: Callable[[], Collection[Any]]) -> AbstractContextManager[object]:
        """Around a write; ``find`` gives the ids of the rows there are of it, before and after."""

    def inserting(self, rows: Sequence[Any]) -> AbstractContextManager[object]:
        """Around an insertion of these rows, whose derived columns may be filled before it."""

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
        rows, names = list(objs), named.get("unique_fields")
        if names is None:
            with transaction.atomic(), self._deriver.inserting(rows):
                insert_rows(rows)
            return rows
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
