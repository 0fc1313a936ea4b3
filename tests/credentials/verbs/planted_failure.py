"""A failure inside a verb: the database refuses nothing, and yet a row of it cannot be written."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.models import Model

import credentials
from credentials.audit import Actor

_WRITES: Final = re.compile(r'^\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM)\s+"(\w+)"')
_DOMAIN: Final = str(Path(credentials.__file__).parent)
Rows = dict[str, list[tuple[Any, ...]]]


class PlantedFailure(Exception):
    """What nothing of Keydesk's own raises or expects."""


@dataclass(slots=True)
class Planted:
    """``before`` is what the database held when the write was to be made; None where none was."""

    actor: Actor | None
    before: Rows | None = None
    is_looking: bool = field(default=False)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        written = _WRITES.match(sql)
        if self.is_looking or not written or _is_of_log(written.group(1)):
            return execute(sql, params, many, context)
        if self.actor and not _acts_for(self.actor, sys._getframe()):
            return execute(sql, params, many, context)
        if self.before is None:
            self.is_looking = True
            self.before = rows()
            self.is_looking = False
        raise PlantedFailure


@contextmanager
def planted_failure(actor: Actor | None = None) -> Iterator[Planted]:
    """The first row that is written fails, other than of the log and its key.

    With an actor it is the first that is written for them.
    """
    planted = Planted(actor)
    with connection.execute_wrapper(planted):
        yield planted


def rows() -> Rows:
    """Every row there is, but for the log."""
    models = [model for model in apps.get_models() if not _is_of_log(model._meta.db_table)]
    return {model._meta.db_table: _rows_of(model) for model in models}


def _rows_of(model: type[Model]) -> list[tuple[Any, ...]]:
    return list(model._base_manager.order_by("pk").values_list())


def _is_of_log(table: str) -> bool:
    return table.startswith("credentials_audit") or table == "credentials_instancekey"


def _acts_for(actor: Actor, frame: FrameType | None) -> bool:
    """Whether a function of the domain is at work for the actor; what prepares it is for others."""
    while frame is not None:
        is_domain = frame.f_code.co_filename.startswith(_DOMAIN)
        if is_domain and frame.f_locals.get("actor") == actor:
            return True
        frame = frame.f_back
    return False
