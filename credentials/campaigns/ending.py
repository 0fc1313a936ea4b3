"""How a campaign ends: by its day or by who started it; and who carries out what was decided."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from credentials import audit, teams
from credentials.audit import Actor
from credentials.campaigns.looking import look_soon
from credentials.core import (
    AuditAction,
    NotAllowedError,
    Permission,
    ReviewState,
    gettext_noop,
    say,
)
from credentials.models import ReviewCampaign

_OVER: Final = gettext_noop("The campaign is over already.")
_NOT_YOURS: Final = gettext_noop("Who started the campaign can end it early.")
_RUNNING: Final = gettext_noop("People may still decide: there is nothing to carry out yet.")
_CLOSED: Final = gettext_noop("The campaign is closed: all that was to be done is done.")


def end_early(campaign: ReviewCampaign, *, actor: Actor) -> None:
    """End it now: nothing is decided any more, and what was given up is frozen next.

    Raises ``NotAllowedError`` for a campaign that is over, one that somebody else started, and an
    actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.CAMPAIGN_ENDED,
        Permission.REVIEW_KEYS,
        actor=actor,
        subject=audit.subject_of(campaign),
    ) as attempt:
        locked = _locked(campaign)
        if not locked.is_open:
            raise NotAllowedError(say(_OVER))
        if locked.started_by_id != actor.person_id:
            raise NotAllowedError(say(_NOT_YOURS))
        attempt.log()
        locked.state, locked.ends_at = ReviewState.ENDED, timezone.now()
        locked.save(update_fields=["state", "ends_at"])
        look_soon(locked)
    campaign.take_from(locked)


def carry_out(campaign: ReviewCampaign, *, actor: Actor) -> None:
    """Freeze and revoke, under the right of the actor from now on, what was decided.

    Raises ``NotAllowedError`` for a campaign that still runs or is closed, and an actor whose role
    does not include it.
    """
    with teams.attempt(
        AuditAction.CAMPAIGN_CARRIED_OUT,
        Permission.REVOKE,
        actor=actor,
        subject=audit.subject_of(campaign),
    ) as attempt:
        locked = _locked(campaign)
        if locked.is_open or locked.state == ReviewState.CLOSED:
            raise NotAllowedError(say(_RUNNING if locked.is_open else _CLOSED))
        attempt.log()
        locked.carried_by_id = actor.person_id
        locked.save(update_fields=["carried_by"])
        look_soon(locked)
    campaign.take_from(locked)


def _locked(campaign: ReviewCampaign) -> ReviewCampaign:
    rows = ReviewCampaign.objects.select_for_update(of=("self",))
    locked = rows.get(pk=campaign.pk)
    audit.guard_holds(locked)
    return locked
