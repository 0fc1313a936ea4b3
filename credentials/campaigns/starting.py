"""Beginning a campaign: what it asks, until when, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from credentials import audit, teams
from credentials.audit import Actor
from credentials.campaigns.reminding import announce_due, next_reminder
from credentials.campaigns.selection import (
    MOST,
    digest_of_items,
    digest_of_keys,
    items_of,
    reviewable,
)
from credentials.core import (
    AuditAction,
    NotAllowedError,
    Permission,
    Unanswered,
    gettext_noop,
    say,
)
from credentials.models import LiveCredential, ReviewCampaign, ReviewItem, Team

#: How long people may have.
LONGEST: Final = timedelta(days=366)
#: Days between freezing and revoking.
USUAL_FROZEN: Final = 14
LONGEST_FROZEN: Final = 366
_AT_ONCE: Final = 500
_WRONG_END: Final = gettext_noop("A campaign ends within a year, and not before now.")
_WRONG_DAYS: Final = gettext_noop("Keys stay frozen for 0 to %(most)s days.")
_NOTHING: Final = gettext_noop("No key of this filter opens anything: there is nothing to review.")
_TOO_MANY: Final = gettext_noop("A campaign holds at most %(most)s keys. Narrow the filter.")
_CHANGED: Final = gettext_noop("The keys are not those that were shown. Nothing was started.")
_LOOK: Final = gettext_noop("Look at the preview again, then decide.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTerms:
    """``filter`` is the live list's, as in an address; given up keys are revoked ``revoke_days``
    after they were frozen."""

    name: str
    ends_at: datetime
    unanswered: Unanswered = Unanswered.LEAVE
    revoke_days: int = USUAL_FROZEN
    filter: str = ""


def start(
    team: Team, keys: QuerySet[LiveCredential], terms: CampaignTerms, *, seen: str, actor: Actor
) -> ReviewCampaign:
    """Put each of the team's keys to who answers for it; ``seen`` is the digest of the preview.

    Raises ``NotAllowedError`` for terms out of bounds, no key, more than ``MOST``, other keys than
    were shown, and an actor whose role does not include it.
    """
    campaign = _campaign(team, terms, person_id=actor.person_id)
    with teams.attempt(
        AuditAction.CAMPAIGN_STARTED,
        Permission.REVIEW_KEYS,
        actor=actor,
        subject=audit.subject_of(campaign),
        details={
            "until": terms.ends_at.isoformat(),
            "unanswered": terms.unanswered.value,
            "frozen days": terms.revoke_days,
        },
    ) as attempt:
        _guard_terms(terms)
        reviewed = reviewable(keys.filter(account__team=team))
        _guard_keys(reviewed, seen)
        items = list(items_of(campaign, reviewed))
        campaign.count, campaign.digest = len(items), digest_of_items(items)
        attempt.details["count"] = len(items)
        attempt.log()
        _save(campaign, items)
        announce_due(campaign)
    return campaign


def _campaign(team: Team, terms: CampaignTerms, *, person_id: int | None) -> ReviewCampaign:
    now = timezone.now()
    return ReviewCampaign(
        team=team,
        name=terms.name,
        filter=terms.filter,
        started_by_id=person_id,
        carried_by_id=person_id,
        ends_at=terms.ends_at,
        unanswered=terms.unanswered,
        revoke_days=terms.revoke_days,
        reminded_at=now,
        look_at=next_reminder(terms.ends_at, after=now),
    )


def _guard_terms(terms: CampaignTerms) -> None:
    now = timezone.now()
    if not now < terms.ends_at <= now + LONGEST:
        raise NotAllowedError(say(_WRONG_END))
    if not 0 <= terms.revoke_days <= LONGEST_FROZEN:
        raise NotAllowedError(say(_WRONG_DAYS, most=LONGEST_FROZEN))


def _guard_keys(keys: QuerySet[LiveCredential], seen: str) -> None:
    count = keys.count()
    if not count:
        raise NotAllowedError(say(_NOTHING))
    if count > MOST:
        raise NotAllowedError(say(_TOO_MANY, most=MOST))
    if digest_of_keys(keys) != seen:
        raise NotAllowedError(say(_CHANGED), next_step=say(_LOOK))


def _save(campaign: ReviewCampaign, items: Iterable[ReviewItem]) -> None:
    campaign.save()
    ReviewItem.objects.bulk_create(items, batch_size=_AT_ONCE)
