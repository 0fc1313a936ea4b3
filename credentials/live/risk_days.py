"""How many keys are at risk, kept for each team and day: the overview shows where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from credentials import vault
from credentials.core import Severity
from credentials.live.key_list import key_counts
from credentials.live.row_derivation import BANDS, OPENS_NOTHING
from credentials.models import Account, RiskDay, Team

#: For how long a day is kept.
KEPT: Final = timedelta(days=400)
#: How often what is kept of today is brought up to date.
_EVERY: Final = timedelta(hours=1)
_AT_RISK: Final = frozenset({BANDS[Severity.CRITICAL], BANDS[Severity.HIGH]})
_TO_WATCH: Final = frozenset({BANDS[Severity.MEDIUM], BANDS[Severity.LOW]})


def risk_counts(accounts: QuerySet[Account]) -> Mapping[str, int]:
    """How many listed keys of the accounts are at risk, to watch and neither now, by the columns of
    ``RiskDay``; what opens nothing is in none."""
    counts = {"at_risk": 0, "to_watch": 0, "others": 0}
    for group, count in key_counts(accounts).items():
        if group.state != vault.GONE and group.risk_band != OPENS_NOTHING:
            counts[_column(group.risk_band)] += count
    return counts


def note_risk_days() -> None:
    """Keep how risk stands today, team by team, and delete what is older than ``KEPT``."""
    now = timezone.now()
    today = now.astimezone(UTC).date()
    lately = RiskDay.objects.filter(team=OuterRef("pk"), day=today, noted_at__gt=now - _EVERY)
    for team in Team.objects.filter(~Exists(lately)):
        counts = risk_counts(Account.objects.filter(team=team))
        RiskDay.objects.update_or_create(team=team, day=today, defaults={**counts, "noted_at": now})
    RiskDay.objects.filter(day__lt=today - KEPT).delete()


def _column(band: int) -> str:
    return "at_risk" if band in _AT_RISK else "to_watch" if band in _TO_WATCH else "others"
