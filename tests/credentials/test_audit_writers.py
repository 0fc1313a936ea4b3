"""Twenty writers at once: the log stays in one order, without a gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest
from django.db import connection

from credentials import audit
from credentials.audit import SYSTEM
from credentials.chain import Report, Verdict
from credentials.enums import AuditAction
from credentials.models import AuditEntry

WRITERS, EACH = 20, 100


def write(writer: int) -> None:
    try:
        for number in range(EACH):
            audit.record(
                AuditAction.SIGNED_IN, actor=SYSTEM, details={"writer": writer, "number": number}
            )
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_2_000_entries_of_20_writers_are_gapless_and_in_order() -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert audit.verify() == Report(Verdict.INTACT, WRITERS * EACH)
    for writer in range(WRITERS):
        entries = AuditEntry.objects.filter(details__writer=writer).order_by("seq")
        assert [entry.details["number"] for entry in entries] == list(range(EACH))


def write_until(told: Event) -> int:
    """Write entries until told to stop; how many."""
    try:
        for number in count(1):
            audit.record(AuditAction.SIGNED_IN, actor=SYSTEM, details={"number": number})
            if told.is_set():
                return number
    finally:
        connection.close()
    return 0


@pytest.mark.django_db(transaction=True)
def test_a_log_that_is_being_written_is_verified_and_exported_whole() -> None:
    told = Event()
    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write_until, told) for _ in range(4)]
        reports = [audit.verify() for _ in range(5)]
        exported = len(list(audit.export(actor=SYSTEM)))
        told.set()
        written = sum(one.result() for one in writing)
    assert {report.verdict for report in reports} == {Verdict.INTACT}
    assert exported > reports[-1].count
    assert audit.verify() == Report(Verdict.INTACT, written + 1)
