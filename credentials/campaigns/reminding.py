"""When people are reminded: as a campaign begins, and 7, 3 and 1 days before it ends, once each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from credentials.campaigns.asked import people_asked
from credentials.core import ReviewDue, announce
from credentials.models import ReviewCampaign

_BEFORE: Final = tuple(timedelta(days=days) for days in (7, 3, 1))


def announce_due(campaign: ReviewCampaign) -> None:
    """Announce whose answers the campaign waits for."""
    announce(ReviewDue(campaign.pk, tuple(person.pk for person in people_asked(campaign))))


def next_reminder(ends_at: datetime, *, after: datetime) -> datetime:
    """The next moment to remind people at; the end where none is left."""
    moments = (ends_at - before for before in _BEFORE)
    return min((moment for moment in moments if moment > after), default=ends_at)


def remind(campaign: ReviewCampaign) -> datetime:
    """Announce ``ReviewDue`` where a moment came since the last time; when the next one is.

    Of several moments that have passed, one is announced.
    """
    now = timezone.now()
    due = next_reminder(campaign.ends_at, after=campaign.reminded_at or campaign.created_at)
    if due <= now < campaign.ends_at:
        ReviewCampaign.objects.filter(pk=campaign.pk).update(reminded_at=now)
        announce_due(campaign)
    return next_reminder(campaign.ends_at, after=now)
