"""How old the valid keys of an account are, and when they were used last: bars, and their table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Count, Q, Value
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
_EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
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
    """A bar for each age, the youngest first; none where no key is valid. One query, which reads
    one index and no row of a key."""
    counts = _counts(account)
    most = max(sum(row) for row in counts)
    if not most:
        return []
    return [
        AgeBar(label, *row, scale=LENGTH / most)
        for (label, _days), row in zip(_AGES, counts, strict=True)
    ]


def _counts(account: Account) -> list[tuple[int, int, int]]:
    """Of each age the keys used lately, before that, and never."""
    now = timezone.now()
    valid = account.live_credentials.filter(gone_at=None, status=CredentialState.VALIDATED)
    recent = Count("last_use", filter=Q(last_use__gt=now - _RECENT))
    first, *others = (
        valid.filter(is_so_old)
        .order_by()
        .values(bar=Value(number))
        .annotate(every=Count("*"), used=Count("last_use"), recent=recent)
        .values_list("bar", "every", "used", "recent")
        for number, is_so_old in _conditions(now)
    )
    counts = [(0, 0, 0)] * len(_AGES)
    for bar, every, used, late in first.union(*others, all=True):
        before = counts[bar]
        counts[bar] = (before[0] + late, before[1] + used - late, before[2] + every - used)
    return counts


def _conditions(now: datetime) -> Iterator[tuple[int, Q]]:
    """Of each age, when its keys were made; to the last belong those of which nobody knows."""
    since = now
    for number, (_label, days) in enumerate(_AGES):
        until = now - timedelta(days=days) if days is not None else _EARLIEST
        yield number, Q(creation__lte=since, creation__gt=until)
        since = until
    yield len(_AGES) - 1, Q(creation=None)
