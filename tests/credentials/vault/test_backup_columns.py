"""A backup reads back what it wrote of a column that holds a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from credentials.models import RiskDay, Team
from credentials.vault.backups.tables import tables

DAY = date(2026, 2, 28)


@pytest.mark.django_db
def test_a_day_is_written_and_read_back(team: Team) -> None:
    counts = {"at_risk": 1, "to_watch": 2, "others": 3}
    RiskDay.objects.create(team=team, day=DAY, noted_at=timezone.now(), **counts)
    (table,) = [table for table in tables() if table.model is RiskDay]
    lines = list(table.lines())
    assert f'"day":"{DAY}"' in lines[0]
    RiskDay.objects.all().delete()
    table.fill(lines)
    assert RiskDay.objects.get().day == DAY
    assert list(table.lines()) == lines
