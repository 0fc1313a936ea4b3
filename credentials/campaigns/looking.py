"""When a campaign is looked at: by the clock, and soon after a person moved it on.

One that is not as Keydesk wrote it is not looked at again before a person asks for it.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from credentials.campaigns.reminding import remind
from credentials.campaigns.steps import take_steps
from credentials.core import ReviewState, RowChangedOutside
from credentials.models import IS_OPEN_REVIEW, ReviewCampaign

#: How soon a campaign is looked at whose job runs.
_SOON: Final = timedelta(minutes=1)
#: How soon one that waits for somebody with the right to freeze or revoke.
_LATER: Final = timedelta(minutes=10)
#: How long a look may take: a worker that ended in the middle of one is not waited for.
_LONGEST: Final = timedelta(minutes=5)
_AT_ONCE: Final = 100


@task()
def look_at_campaign(campaign_id: str) -> None:
    """Remind people, or take the steps that can be taken, in the background; takes ids only. Of
    two, one does."""
    campaign = _claimed(uuid.UUID(campaign_id))
    if campaign is None:
        return None
    try:
        with transaction.atomic():
            reminder = remind(campaign) if campaign.is_open else None
        take_steps(campaign.pk)
    except RowChangedOutside:
        return _note(campaign, None)
    campaign.refresh_from_db()
    return _note(campaign, _next_look(campaign, reminder))


def look_by_the_clock() -> None:
    """Ask for a look at each campaign that is due."""
    due = ReviewCampaign.objects.filter(IS_OPEN_REVIEW, look_at__lte=timezone.now())
    for campaign in due.order_by("look_at")[:_AT_ONCE]:
        with transaction.atomic():
            look_at_campaign.enqueue(str(campaign.pk))


def look_soon(campaign: ReviewCampaign) -> None:
    """Have it looked at as soon as a worker is free; in the transaction of what moves it on."""
    _note(campaign, timezone.now())
    look_at_campaign.enqueue(str(campaign.pk))


def _claimed(campaign_id: uuid.UUID) -> ReviewCampaign | None:
    """The campaign, for this process alone, if it is due."""
    now = timezone.now()
    due = ReviewCampaign.objects.filter(IS_OPEN_REVIEW, pk=campaign_id, look_at__lte=now)
    if not due.update(look_at=now + _LONGEST):
        return None
    return ReviewCampaign.objects.get(pk=campaign_id)


def _next_look(campaign: ReviewCampaign, reminder: datetime | None) -> datetime | None:
    now = timezone.now()
    match ReviewState(campaign.state):
        case ReviewState.OPEN:
            return reminder or campaign.ends_at
        case ReviewState.FREEZING | ReviewState.REVOKING:
            return now + _SOON
        case ReviewState.FROZEN if campaign.revoke_at is not None:
            return max(campaign.revoke_at, now + _LATER)
        case ReviewState.CLOSED:
            return None
    return now + _LATER


def _note(campaign: ReviewCampaign, look_at: datetime | None) -> None:
    ReviewCampaign.objects.filter(pk=campaign.pk).update(look_at=look_at)
