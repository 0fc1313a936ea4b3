"""Trying one thing after another in one world: what each of them changed is undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import transaction

from tests.process_memory import forget_process


@contextmanager
def undone() -> Iterator[None]:
    """Roll back what is written within, and forget what the process learnt."""
    savepoint = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)
        cache.clear()
        forget_process()
