"""The pace of a key over all processes: a row for each, changed only as it was found.

A database that does not answer now leaves each process with its own pace.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from credentials.models import CallPace
from credentials.ovhcloud import Limits

logger = logging.getLogger("keydesk.client")

_FORGOTTEN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SharedPace:
    """``burst`` calls at once, then ``rate`` a second, for whoever has the same ``name``."""

    name: str
    rate: float
    burst: int

    def claim(self, kept_back: int) -> float | None:
        """Take a call, of which ``kept_back`` are left to others; or say after how many seconds to
        ask again. None where the database does not say."""
        try:
            with _own_connection():
                return self._claim(kept_back)
        except DatabaseError as error:
            logger.warning("The pace of this process alone: %s", type(error).__name__)
            return None

    def block(self, seconds: float) -> None:
        """Let no process call for ``seconds``."""
        until = timezone.now() + timedelta(seconds=seconds)
        try:
            with _own_connection():
                later = Greatest(Coalesce("closed_until", until), until)
                CallPace.objects.filter(pk=self.name).update(closed_until=later)
        except DatabaseError as error:
            logger.warning("The pause of this process alone: %s", type(error).__name__)

    def _claim(self, kept_back: int) -> float:
        while True:
            now = timezone.now()
            row = CallPace.objects.filter(pk=self.name).first()
            if row is None:
                new = CallPace(name=self.name, full_at=now)
                CallPace.objects.bulk_create([new], ignore_conflicts=True)
                continue
            wait = self._wait(row, now, kept_back)
            if wait > 0:
                return wait
            later = max(row.full_at, now) + timedelta(seconds=1 / self.rate)
            if CallPace.objects.filter(pk=row.pk, full_at=row.full_at).update(full_at=later):
                return 0.0

    def _wait(self, row: CallPace, now: datetime, kept_back: int) -> float:
        closed = (row.closed_until - now).total_seconds() if row.closed_until else 0.0
        spent = max((row.full_at - now).total_seconds(), 0.0) * self.rate
        missing = 1 + kept_back - (self.burst - spent)
        return max(closed, missing / self.rate, 0.0)


def shared_pace(endpoint: str, caller: str, limits: Limits) -> SharedPace:
    """The pace of a caller at an endpoint; ``caller`` names it, secrets included."""
    return SharedPace(shared_name(endpoint, caller), limits.rate, limits.burst)


def shared_name(endpoint: str, caller: str) -> str:
    """The digest of a caller at an endpoint; ``caller`` names it, secrets included."""
    return salted_hmac("keydesk.pace", f"{endpoint} {caller}", algorithm="sha256").hexdigest()


def forget_idle_paces() -> None:
    """Delete the rows of keys that made no call lately."""
    CallPace.objects.filter(full_at__lt=timezone.now() - _FORGOTTEN).delete()


@contextmanager
def _own_connection() -> Iterator[None]:
    """Threads that read lists have no connection, and keep none."""
    is_open = connection.connection is not None
    try:
        yield
    finally:
        if not is_open:
            connection.close()
