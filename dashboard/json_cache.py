"""Django's cache in the database, as JSON.

Django's own database cache stores pickles, and reading a pickle runs what is in it: whoever writes
a row would run code in the web process. JSON is data, whatever somebody wrote there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction
from django.utils import timezone

from credentials.models import CachedValue

_LONGEST: Final = timedelta(days=365)  # what is kept "for ever" is kept for a year
_COLUMNS: Final = ("value", "expires_at")


class JsonCache(BaseCache):
    """Keeps what JSON has words for: a tuple comes back as a list; anything else is a
    ``TypeError``. A row leaves when its time is over, never to make room for another. A database
    that cannot be written raises ``DatabaseError``."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self.get_many([key], version=version).get(key, default)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """The values that are there, by key. A row that is no JSON is removed, as if none were."""
        originals = {self.make_and_validate_key(key, version=version): key for key in keys}
        rows = CachedValue.objects.filter(key__in=originals, expires_at__gt=timezone.now())
        values, unreadable = {}, []
        for stored, text in rows.values_list("key", "value"):
            try:
                values[originals[stored]] = json.loads(text)
            except (ValueError, RecursionError):
                unreadable.append(stored)
        if unreadable:
            CachedValue.objects.filter(key__in=unreadable).delete()
        return values

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        row = self._row(key, value, timeout, version)
        _remove_expired()
        CachedValue.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["key"], update_fields=_COLUMNS
        )

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        row = self._row(key, value, timeout, version)
        _remove_expired()
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return False
        return True

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        rows = self._rows([key], version).filter(expires_at__gt=timezone.now())
        return bool(rows.update(expires_at=self._end(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        removed, _ = self._rows([key], version).delete()
        return bool(removed)

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        self._rows(keys, version).delete()

    def clear(self) -> None:
        CachedValue.objects.all().delete()

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> CachedValue:
        stored = self.make_and_validate_key(key, version=version)
        return CachedValue(key=stored, value=json.dumps(value), expires_at=self._end(timeout))

    def _rows(self, keys: Iterable[str], version: int | None) -> Any:
        stored = [self.make_and_validate_key(key, version=version) for key in keys]
        return CachedValue.objects.filter(key__in=stored)

    def _end(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        if seconds is None:
            return timezone.now() + _LONGEST
        return datetime.fromtimestamp(seconds, tz=UTC)


def _remove_expired() -> None:
    CachedValue.objects.filter(expires_at__lte=timezone.now()).delete()
