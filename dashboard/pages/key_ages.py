"""How old the valid keys of an account are, and when they were used last: bars, and their table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials.core import CredentialState
from credentials.models import Account

#: Ages by the days up to which they go; None: however old.
_AGES: Final[tuple[tuple[str | Promise, int | None], ...]] = (
    (_("up to 30 days"), 30),
    (_("up to 90 days"), 90),
    (_("up to 180 days"), 180),
    (_("up to a year"), 365),
    (_("up to two years"), 730),
    (_("older"), None),
)
_RECENT: Final = timedelta(days=30)
#: The longest bar, in units of the picture.
LENGTH: Final = 100


@dataclass(frozen=True, slots=True)
class AgeBar:
    """Keys of one age: used within 30 days, before that, and never; units of the bar for each."""

    label: str | Promise
    recent: int
    earlier: int
    never: int
    scale: float

    @property
    def total(self) -> int:
        return self.recent + self.earlier + self.never

    @property
    def parts(self) -> list[tuple[str, int, int]]:
        """Tone, start and length of each part, from the left."""
        parts, start, counted = [], 0, 0
        for tone, count in (("good", self.recent), ("wait", self.earlier), ("idle", self.never)):
            counted += count
            end = round(counted * self.scale)
            parts.append((tone, start, end - start))
            start = end
        return parts


def age_bars(account: Account) -> list[AgeBar]:
    """A bar for each age, the youngest first; none where no key is valid. One query."""
    counts = _counts(account)
    most = max(sum(row) for row in counts)
    if not most:
        return []
    return [
        AgeBar(label, *row, scale=LENGTH / most)
        for (label, _days), row in zip(_AGES, counts, strict=True)
    ]


def _counts(account: Account) -> list[tuple[int, int, int]]:
    now = timezone.now()
    uses = {
        "recent": Q(last_use__gt=now - _RECENT),
        "earlier": Q(last_use__lte=now - _RECENT),
        "never": Q(last_use=None),
    }
    ages, since = [], now
    for _label, days in _AGES:
        age = Q(creation__lte=since) | (Q(creation=None) if days is None else Q(pk__in=()))
        until = now - timedelta(days=days) if days is not None else None
        ages.append(age & Q(creation__gt=until) if until else age)
        since = until or since
    valid = account.live_credentials.filter(gone_at=None, status=CredentialState.VALIDATED)
    totals = valid.order_by().aggregate(
        **{
            f"{name}_{number}": Count("pk", filter=age & use)
            for number, age in enumerate(ages)
            for name, use in uses.items()
        }
    )
    rows = range(len(ages))
    return [(totals[f"recent_{n}"], totals[f"earlier_{n}"], totals[f"never_{n}"]) for n in rows]
