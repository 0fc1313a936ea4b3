"""Deciding about a key of a campaign: kept with a reason, or given up, until the campaign ends."""

from __future__ import annotations

import uuid
from typing import Final

from django.utils import timezone

from credentials import audit, teams
from credentials.audit import Actor, Attempt
from credentials.campaigns.asked import Answer, answer_of
from credentials.campaigns.selection import kept_digest, member_ids
from credentials.core import (
    AuditAction,
    NotAllowedError,
    Permission,
    ReviewChoice,
    RowChangedOutside,
    gettext_noop,
    say,
)
from credentials.models import Person, ReviewCampaign, ReviewDecision, ReviewItem

_OVER: Final = gettext_noop("The campaign is over: nothing is decided in it any more.")
_ANOTHER: Final = gettext_noop("Somebody else decides about this key.")
_ADMINS: Final = gettext_noop("An admin of the team decides about this key.")
_NO_REASON: Final = gettext_noop("Say why the key is kept.")
_UNDECIDED: Final = gettext_noop("Nothing is decided about this key.")
_NO_SECOND: Final = gettext_noop("This key waits for no second person.")
_ALONE: Final = gettext_noop("A second person confirms it, who is not its owner.")


def decide(item: ReviewItem, choice: ReviewChoice, *, reason: str, actor: Actor) -> None:
    """Keep the key or give it up; what was decided before counts no more.

    Raises ``NotAllowedError`` for a key that is kept without a reason, a campaign that is over, and
    an actor who does not decide about this key.
    """
    with teams.attempt(
        AuditAction.REVIEW_DECIDED,
        Permission.SEE,
        actor=actor,
        subject=audit.subject_of(item),
        details={"choice": choice.value, "reason": reason, "number": item.number},
    ) as attempt:
        locked = _locked(item)
        _guard_decider(locked, actor)
        if choice is ReviewChoice.KEEP and not reason.strip():
            raise NotAllowedError(say(_NO_REASON))
        earlier = _note_earlier(locked, attempt)
        attempt.log()
        if earlier is not None:
            earlier.delete()
        ReviewDecision.objects.create(
            id=uuid.uuid4(),
            item=locked,
            choice=choice,
            reason=reason,
            decided_by_id=actor.person_id,
            decided_at=timezone.now(),
        )


def confirm_kept(item: ReviewItem, *, actor: Actor) -> None:
    """Keep a key that nobody keeps alone, as the second person.

    Raises ``NotAllowedError`` for a key that waits for nobody, the person who kept it, its owner,
    and an actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.REVIEW_CONFIRMED,
        Permission.REVIEW_KEYS,
        actor=actor,
        subject=audit.subject_of(item),
        details={"number": item.number},
    ) as attempt:
        locked = _locked(item)
        decision = _note_earlier(locked, attempt)
        if decision is None or answer_of(locked, decision) is not Answer.NEEDS_SECOND:
            raise NotAllowedError(say(_NO_SECOND))
        if actor.person_id in involved_in(locked, decision):
            raise NotAllowedError(say(_ALONE))
        audit.guard_holds(decision)
        attempt.log()
        decision.second_by_id, decision.second_at = actor.person_id, timezone.now()
        decision.save(update_fields=["second_by", "second_at"])


def take_back(item: ReviewItem, *, actor: Actor) -> None:
    """Undo what was decided about the key, whoever decided it. Raises as ``decide``, and
    ``NotAllowedError`` where nothing is decided."""
    with teams.attempt(
        AuditAction.REVIEW_TAKEN_BACK,
        Permission.SEE,
        actor=actor,
        subject=audit.subject_of(item),
        details={"number": item.number},
    ) as attempt:
        locked = _locked(item)
        _guard_decider(locked, actor)
        decision = _note_earlier(locked, attempt)
        if decision is None:
            raise NotAllowedError(say(_UNDECIDED))
        attempt.log()
        decision.delete()


def may_confirm(item: ReviewItem, decision: ReviewDecision | None, person: Person) -> bool:
    """Whether the key waits for a second person, and this one can be it."""
    if decision is None or answer_of(item, decision) is not Answer.NEEDS_SECOND:
        return False
    campaign = item.campaign
    takes_answers = campaign.is_open and campaign.ends_at > timezone.now()
    is_free = person.pk not in involved_in(item, decision)
    return takes_answers and is_free and teams.may(person, Permission.REVIEW_KEYS, campaign.team_id)


def involved_in(item: ReviewItem, decision: ReviewDecision) -> set[int | None]:
    """Who cannot be the second person: who decided, who was asked, and its owner now."""
    stored = item.credential.stored if item.credential else None
    return {decision.decided_by_id, item.asked_id, stored.owner_id if stored else None}


def _locked(item: ReviewItem) -> ReviewItem:
    """The item in its campaign, which is locked: no step of it is taken meanwhile.

    Raises ``NotAllowedError`` for a campaign that is over, ``RowChangedOutside`` for one that is
    not as Keydesk wrote it, or whose items are not.
    """
    rows = ReviewCampaign.objects.select_for_update(of=("self",)).select_related("team")
    campaign = rows.get(pk=item.campaign_id)
    audit.guard_holds(campaign)
    if not campaign.is_open or campaign.ends_at <= timezone.now():
        raise NotAllowedError(say(_OVER))
    guard_items(campaign)
    locked = campaign.items.select_related("account", "asked", "credential__stored").get(pk=item.pk)
    locked.campaign = campaign
    return locked


def guard_items(campaign: ReviewCampaign) -> None:
    """Raise ``RowChangedOutside`` for items that are not those the campaign began with."""
    if kept_digest(campaign) != campaign.digest:
        raise RowChangedOutside(str(campaign._meta.verbose_name))


def _guard_decider(item: ReviewItem, actor: Actor) -> None:
    """Who was asked, while they are in the team; else its admins."""
    team = item.campaign.team
    if item.asked_id in member_ids(team):
        if actor.person_id != item.asked_id:
            raise NotAllowedError(say(_ANOTHER))
    elif not teams.locked_teams(actor.person_id, Permission.MANAGE_PEOPLE, [team.pk]):
        raise NotAllowedError(say(_ADMINS))


def _note_earlier(item: ReviewItem, attempt: Attempt) -> ReviewDecision | None:
    """The decision there is, which the entry of the attempt ends."""
    earlier = ReviewDecision.objects.filter(item=item).first()
    if earlier is not None:
        attempt.details["ended_decision"] = str(earlier.pk)
    return earlier
