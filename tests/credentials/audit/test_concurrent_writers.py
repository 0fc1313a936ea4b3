"""Twenty writers at once: the log stays in one order, without a gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest
from django.db import connection

from credentials import audit
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import AuditEntry
from credentials.sealing import ChainReport, ChainVerdict

pytestmark = pytest.mark.slow

#: So many that no writer waits longer for the lock than SQLite waits, on a busy machine too.
WRITERS, EACH = 20, 50


def write(writer: int) -> None:
    """Each entry as a request writes it: the connection goes back to the pool after it."""
    for number in range(EACH):
        try:
            audit.record(
                AuditAction.SIGNED_IN, actor=SYSTEM, details={"writer": writer, "number": number}
            )
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_1_000_entries_of_20_writers_are_gapless_and_in_order() -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert audit.verify() == ChainReport(ChainVerdict.INTACT, WRITERS * EACH)
    for writer in range(WRITERS):
        entries = AuditEntry.objects.filter(details__writer=writer).order_by("seq")
        assert [entry.details["number"] for entry in entries] == list(range(EACH))


def write_until(stop: Event) -> int:
    """Write entries until told to stop; how many."""
    try:
        for number in count(1):
            audit.record(AuditAction.SIGNED_IN, actor=SYSTEM, details={"number": number})
            if stop.is_set():
                return number
    finally:
        connection.close()
    return 0


@pytest.mark.django_db(transaction=True)
def test_a_log_that_is_being_written_is_verified_and_exported_whole() -> None:
    stop = Event()
    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write_until, stop) for _ in range(4)]
        try:
            reports = [audit.verify() for _ in range(5)]
            exported = len(list(audit.export(actor=SYSTEM)))
        finally:
            stop.set()
        written = sum(future.result() for future in writing)
    assert {report.verdict for report in reports} == {ChainVerdict.INTACT}
    assert exported > reports[-1].count
    assert audit.verify() == ChainReport(ChainVerdict.INTACT, written + 1)
