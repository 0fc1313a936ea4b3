"""When a person looked at the overview last, so that it can say what changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils import timezone

from credentials.models import OverviewVisit, Person

#: After so long a pause the next look is another visit.
_PAUSE: Final = timedelta(hours=1)
#: So exactly the newest look is kept.
_PRECISION: Final = timedelta(minutes=1)


def note_visit(person: Person) -> datetime | None:
    """Note that the person looks at the overview; when the visit before this one ended, None where
    there was none."""
    now = timezone.now()
    visit, is_first = OverviewVisit.objects.get_or_create(
        person=person, defaults={"latest_at": now}
    )
    pause = now - visit.latest_at
    if is_first or pause < _PRECISION:
        return visit.since
    since = visit.latest_at if pause > _PAUSE else visit.since
    same = OverviewVisit.objects.filter(person=person, latest_at=visit.latest_at)
    same.update(since=since, latest_at=now)
    return since


def last_visit(person: Person | None) -> datetime:
    """When the visit before this one ended; the beginning of time where there was none."""
    visits = OverviewVisit.objects.filter(person=person).exclude(since=None)
    ended = visits.values_list("since", flat=True).first()
    return ended or datetime.min.replace(tzinfo=UTC)
