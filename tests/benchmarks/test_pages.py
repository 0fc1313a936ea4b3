"""The benchmark of pages fills a Keydesk in which every page answers."""

from __future__ import annotations

import json

import pytest

from benchmarks import page_rows
from credentials import audit, live
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import Account


@pytest.mark.django_db
def test_every_page_is_looked_at_and_costs_something(capsys: pytest.CaptureFixture[str]) -> None:
    page_rows.measure(40, 20, 30, runs=2)
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures.keys() == page_rows.PAGES.keys()
    assert all(median > 0 and queries > 3 for median, _slowest, queries in figures.values())
    assert sum(live.key_counts(Account.objects.all()).values()) == 40
    audit.record(AuditAction.LOG_READ, actor=SYSTEM)
