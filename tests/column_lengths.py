"""SQLite takes a text that is too long for its column; tests refuse it there as PostgreSQL does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import DataError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField

_prepared: Final = CharField.get_db_prep_save


def _refuse_too_long(
    field: CharField[Any, Any], value: Any, connection: BaseDatabaseWrapper
) -> Any:
    prepared = _prepared(field, value, connection)
    most = field.max_length
    if isinstance(prepared, str) and most is not None and len(prepared) > most:
        raise DataError(f"{field}: a text of {len(prepared)} letters, {most} at most")
    return prepared


@pytest.fixture(autouse=True, scope="session")
def columns_have_their_length() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CharField, "get_db_prep_save", _refuse_too_long)
        yield
