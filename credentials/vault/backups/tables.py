"""Tables as lines: which ones, and how a row reads, the same on every engine."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Model, QuerySet

from credentials.core import in_batches

# Made anew by migrations, or worth nothing after a restore: nobody stays signed in, no work is done
# twice.
LEFT_OUT: Final = frozenset(
    {
        "auth",
        "contenttypes",
        "credentials.attemptcounter",
        "credentials.cachedvalue",
        "credentials.processbeat",
        "django_tasks_database",
        "sessions",
    }
)
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the database. Lines are in the order of the primary key."""

    model: type[Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [field.attname for field in self._fields]

    def is_empty(self) -> bool:
        return not self._rows.exists()

    def lines(self) -> Iterator[str]:
        """Each row as a JSON object with its columns in alphabetical order."""
        rows = self._rows.order_by("pk").values_list(*self.columns)
        for row in rows.iterator(chunk_size=_CHUNK):
            yield json.dumps(dict(zip(self.columns, row, strict=True)), **_AS_JSON)

    def fill(self, lines: Iterable[str]) -> None:
        """Insert rows as they are, past every default; sequences go on after the last of them."""
        rows = (self._row(json.loads(line)) for line in lines)
        with connection.cursor() as cursor:
            for chunk in in_batches(rows, _CHUNK):
                cursor.executemany(self._insertion(), chunk)
            for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                cursor.execute(statement)

    def _row(self, values: dict[str, Any]) -> list[Any]:
        return [
            field.get_db_prep_save(field.to_python(values[field.attname]), connection)
            for field in self._fields
        ]

    def _insertion(self) -> str:
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(field.column)) for field in self._fields)
        holders = ", ".join(["%s"] * len(self._fields))
        return f"INSERT INTO {quote(self.name)} ({names}) VALUES ({holders})"  # noqa: S608

    @property
    def _rows(self) -> QuerySet[Model]:
        """Every row, whatever the model's own manager makes of them."""
        return self.model._base_manager.all()  # noqa: SLF001 -- a documented attribute of models

    @property
    def _fields(self) -> list[Field[Any, Any]]:
        return list(self.model._meta.local_concrete_fields)


@dataclass(slots=True)
class Digest:
    """The number of lines that passed, and the SHA-256 of them all."""

    rows: int = 0
    sha256: str = hashlib.sha256().hexdigest()

    def over(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines, counted and digested on their way."""
        running = hashlib.sha256()
        for line in lines:
            running.update(f"{line}\n".encode())
            self.rows += 1
            yield line
        self.sha256 = running.hexdigest()


def tables() -> list[Table]:
    """Every table that a backup has, by name."""
    models = apps.get_models(include_auto_created=True)
    managed = [model for model in models if model._meta.managed and not model._meta.proxy]
    backed_up = [Table(model) for model in managed if not _is_left_out(model)]
    return sorted(backed_up, key=lambda table: table.name)


def _is_left_out(model: type[Model]) -> bool:
    return not LEFT_OUT.isdisjoint({model._meta.app_label, model._meta.label_lower})


def _plain(value: object) -> str:
    """What JSON has no word for; times in UTC, so that engines agree."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"a backup has no words for {type(value).__name__}")


_AS_JSON: Final[dict[str, Any]] = {
    "sort_keys": True,
    "separators": (",", ":"),
    "default": _plain,
}
