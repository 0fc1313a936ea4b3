"""What lists show of what is found: brought up to date in the transaction that changes it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from credentials.models import LiveCredential


def show(numbers: Iterable[int | None]) -> None:
    """Have lists show of these live keys (ids of their rows) what is found in them now."""
    keys = LiveCredential.objects.filter(pk__in=[number for number in numbers if number])
    keys.update(judged_basis=F("risk_basis"))
