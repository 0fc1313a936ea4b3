"""How many keys were valid, week by week, of those the accounts list: the bars of the overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from credentials.core import CredentialState
from credentials.models import Account, LiveCredential

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
    now = timezone.now()
    moments = [now - timedelta(weeks=WEEKS - 1 - number) for number in range(WEEKS)]
    counts = _counts(accounts, moments)
    most = max(counts)
    weeks = zip(moments, counts, strict=True)
    return [
        Week(timezone.localdate(moment), count, number * STEP, round(HEIGHT * count / most))
        for number, (moment, count) in enumerate(weeks)
        if most
    ]


def _counts(accounts: QuerySet[Account], moments: list[datetime]) -> list[int]:
    """One query, whatever the number of keys.

    Keys of deleted applications are left out: since when they are is not known.
    """
    began = (CredentialState.VALIDATED, CredentialState.EXPIRED)
    keys = (
        LiveCredential.objects.filter(account__in=accounts, status__in=began)
        .exclude(live_application__is_deleted=True)
        .annotate(begin=Coalesce("creation", "first_seen_at"))
    )
    totals = keys.aggregate(
        **{
            f"week_{number}": Count("pk", filter=_valid(moment))
            for number, moment in enumerate(moments)
        }
    )
    return [totals[f"week_{number}"] for number in range(len(moments))]


def _valid(moment: datetime) -> Q:
    lasts = Q(expiration=None) | Q(expiration__gt=moment)
    stays = Q(gone_at=None) | Q(gone_at__gt=moment)
    return Q(begin__lte=moment) & lasts & stays
