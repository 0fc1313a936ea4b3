"""How many keys were valid, week by week, of those the accounts list: the bars of the overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Final

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from credentials.models import Account, LiveKeyDay

WEEKS: Final = 13
HEIGHT: Final = 36
STEP: Final = 10


@dataclass(frozen=True, slots=True)
class Week:
    """A bar: ``count`` keys were valid at the end of ``day``; where it stands in the drawing."""

    day: date
    count: int
    x: int
    height: int

    @property
    def y(self) -> int:
        return HEIGHT - self.height


def trend_of(accounts: QuerySet[Account]) -> list[Week]:
    """Thirteen weeks up to now, the oldest first; none while no key was valid in any of them."""
    today = timezone.now().astimezone(UTC).date()
    days = [today - timedelta(weeks=WEEKS - 1 - number) for number in range(WEEKS)]
    counts = _counts(accounts, days)
    most = max(counts)
    return [
        Week(day, count, number * STEP, round(HEIGHT * count / most))
        for number, (day, count) in enumerate(zip(days, counts, strict=True))
        if most
    ]


def _counts(accounts: QuerySet[Account], days: list[date]) -> list[int]:
    """One query over the days on which that number changed, whatever the number of keys."""
    changes = LiveKeyDay.objects.filter(account__in=accounts)
    totals = changes.aggregate(
        **{
            f"week_{number}": Coalesce(Sum("change", filter=Q(day__lte=day)), 0)
            for number, day in enumerate(days)
        }
    )
    return [totals[f"week_{number}"] for number in range(len(days))]
