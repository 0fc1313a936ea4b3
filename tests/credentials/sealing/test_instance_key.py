"""The instance key at its first use, by two at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from credentials import audit
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import InstanceKey
from credentials.sealing import instance_key


class FirstUseElsewhere:
    """Somebody else writes the first entry of the log right after the key was looked for."""

    def __init__(self) -> None:
        self.is_written = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if InstanceKey._meta.db_table in sql and not self.is_written:
            self.is_written = True
            with ThreadPoolExecutor(1) as pool:
                pool.submit(_write).result()
        return answer


def _write() -> None:
    try:
        audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_key_that_another_made_meanwhile_is_not_said_to_be_gone() -> None:
    other = FirstUseElsewhere()
    with connection.execute_wrapper(other):
        key = instance_key.key()
    assert other.is_written
    assert key.material == instance_key.key().material
