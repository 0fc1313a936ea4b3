"""How many keys were at risk and to watch, week by week: stacked bars, and the table of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from credentials import live
from credentials.models import Account, RiskDay
from dashboard.pages.key_trend import HEIGHT, STEP, WEEKS


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, of keys that are alike bad; where it stands in the drawing."""

    tone: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class RiskWeek:
    """A bar: how it stood at the end of ``day``, as far as it was noted by then."""

    day: date
    at_risk: int
    to_watch: int
    x: int
    parts: Sequence[Part]


def risk_trend(accounts: QuerySet[Account]) -> list[RiskWeek]:
    """Up to thirteen weeks, the oldest first, from the first that was noted on; none before there
    is a day besides today. One query more than the counts of today take."""
    today = timezone.now().astimezone(UTC).date()
    days = [today - timedelta(weeks=WEEKS - 1 - number) for number in range(WEEKS)]
    kept = _kept(accounts, days)
    if not kept:
        return []
    now = live.risk_counts(accounts)
    kept[today] = (now["at_risk"], now["to_watch"])
    most = max(sum(counts) for counts in kept.values())
    return [
        RiskWeek(day, *kept[day], number * STEP, list(_parts(kept[day], most)))
        for number, day in enumerate(days)
        if day in kept
    ]


def _kept(accounts: QuerySet[Account], days: Sequence[date]) -> dict[date, tuple[int, int]]:
    """What was noted by each of the days before today, all teams together."""
    since, *_, today = days[0] - timedelta(weeks=1), days[-1]
    rows = RiskDay.objects.filter(team__in=accounts.values("team"), day__gte=since, day__lt=today)
    by_team: dict[object, list[RiskDay]] = {}
    for row in rows.order_by("day"):
        by_team.setdefault(row.team_id, []).append(row)
    kept = {}
    for day in days[:-1]:
        newest = [last for own in by_team.values() if (last := _newest(own, day))]
        if newest:
            kept[day] = (sum(row.at_risk for row in newest), sum(row.to_watch for row in newest))
    return kept


def _newest(rows: Sequence[RiskDay], day: date) -> RiskDay | None:
    """What was noted last by the end of the day, if that was not more than a week before."""
    known = [row for row in rows if day - timedelta(weeks=1) < row.day <= day]
    return known[-1] if known else None


def _parts(counts: tuple[int, int], most: int) -> Iterator[Part]:
    end = float(HEIGHT)
    for tone, count in zip(("bad", "wait"), counts, strict=True):
        height = HEIGHT * count / most if most else 0
        end -= height
        yield Part(tone, round(end, 2), round(height, 2))
