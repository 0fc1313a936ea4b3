"""What people answered so far, and what is left to them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from credentials import audit, teams
from credentials.campaigns.selection import member_ids
from credentials.core import Permission, ReviewChoice, ReviewState, Role
from credentials.models import (
    FROZEN,
    LiveCredential,
    Person,
    ReviewCampaign,
    ReviewDecision,
    ReviewItem,
    Team,
)


class Answer(StrEnum):
    """What people said of a key."""

    KEPT = "kept"
    GIVEN_UP = "given-up"
    NEEDS_SECOND = "needs-second"
    UNANSWERED = "unanswered"


class Ending(StrEnum):
    """What became of a key of a campaign."""

    REVOKED = "revoked"
    GONE = "gone"
    TAKEN_BACK = "taken-back"
    FROZEN = "frozen"
    UNTOUCHED = "untouched"


def believed_decisions(items: Iterable[ReviewItem]) -> Mapping[int, ReviewDecision]:
    """The decisions about the items that Keydesk wrote as they stand, by the item's id."""
    numbers = [item.pk for item in items]
    rows = ReviewDecision.objects.filter(item__in=numbers)
    decisions = audit.holding_or_logged(rows.select_related("decided_by", "second_by"))
    return {decision.item_id: decision for decision in decisions}


def answer_of(item: ReviewItem, decision: ReviewDecision | None) -> Answer:
    """What was said of the key; one that two have to keep is not kept before both did."""
    if decision is None:
        return Answer.UNANSWERED
    if decision.choice == ReviewChoice.GIVE_UP:
        return Answer.GIVEN_UP
    if item.needs_second and decision.second_at is None:
        return Answer.NEEDS_SECOND
    return Answer.KEPT


def ending_of(item: ReviewItem, key: LiveCredential | None) -> Ending:
    """What became of the key, which is as listed now; what was frozen and is not any more was taken
    back by whoever thawed it."""
    if item.revoked_at is not None:
        return Ending.REVOKED
    if key is None or key.gone_at is not None:
        return Ending.GONE
    if item.frozen_at is None:
        return Ending.UNTOUCHED
    return Ending.FROZEN if key.state == FROZEN else Ending.TAKEN_BACK


def open_items_of(person: Person, own: Iterable[Team]) -> QuerySet[ReviewItem]:
    """The keys that the person decides about, in campaigns of these teams that are not over, each
    with its decision if there is one; those that wait for a second person are not among them."""
    mine = Q(pk__in=())
    for team in own:
        of_team = Q(campaign__team=team)
        mine |= of_team & Q(asked=person)
        if teams.role_in(person, team.pk) is Role.ADMIN:
            mine |= of_team & ~Q(asked__in=member_ids(team))
    items = ReviewItem.objects.filter(
        mine, campaign__state=ReviewState.OPEN, campaign__ends_at__gt=timezone.now()
    )
    return items.select_related("campaign", "account", "decision", "asked")


def campaigns_asking(person: Person, own: Iterable[Team]) -> list[tuple[ReviewCampaign, int]]:
    """The campaigns that wait for answers of the person, each with how many, the first to end
    first."""
    unanswered = open_items_of(person, own).filter(decision=None).order_by()
    counts = dict(unanswered.values_list("campaign").annotate(Count("pk")))
    asking = ReviewCampaign.objects.filter(pk__in=counts).order_by("ends_at", "pk")
    return [(campaign, counts[campaign.pk]) for campaign in asking]


def answered_counts(campaigns: Iterable[ReviewCampaign]) -> Mapping[uuid.UUID, int]:
    """How many keys of each campaign somebody decided about; one query."""
    decided = ReviewItem.objects.filter(campaign__in=list(campaigns), decision__isnull=False)
    return dict(decided.order_by().values_list("campaign").annotate(Count("pk")))


def has_answer(answer: Answer) -> Q:
    """The items of which this was said, as their rows say; who acts asks ``believed_decisions``."""
    is_kept = Q(decision__choice=ReviewChoice.KEEP.value)
    is_alone = Q(needs_second=True, decision__second_at=None)
    match answer:
        case Answer.KEPT:
            return is_kept & ~is_alone
        case Answer.NEEDS_SECOND:
            return is_kept & is_alone
        case Answer.GIVEN_UP:
            return Q(decision__choice=ReviewChoice.GIVE_UP.value)
        case Answer.UNANSWERED:
            return Q(decision=None)


def answer_counts(campaign: ReviewCampaign) -> Mapping[str, int]:
    """How many keys of the campaign have each answer, as their rows say; one query."""
    counted = {answer.name: Count("pk", filter=has_answer(answer)) for answer in Answer}
    counts = campaign.items.aggregate(**counted)
    return {answer.value: counts[answer.name] for answer in Answer}


def people_asked(campaign: ReviewCampaign) -> list[Person]:
    """Who has keys of the campaign to decide about, and has not yet."""
    asked = set(campaign.items.filter(decision=None).values_list("asked_id", flat=True).distinct())
    members = [row for row in teams.members_of([campaign.team]) if row.person.is_active]
    is_left_to_admins = bool(asked - {row.person_id for row in members})
    return [
        row.person
        for row in members
        if row.person_id in asked or (is_left_to_admins and row.role == Role.ADMIN)
    ]


def waits_for_right(campaign: ReviewCampaign) -> bool:
    """Whether keys are to be frozen or revoked, and who carries the campaign out may not do it."""
    is_due = campaign.state == ReviewState.FROZEN and (
        campaign.revoke_at is not None and campaign.revoke_at <= timezone.now()
    )
    if campaign.state != ReviewState.ENDED and not is_due:
        return False
    person = campaign.carried_by
    if person is None or not person.is_active:
        return True
    return not teams.may(person, Permission.REVOKE, campaign.team_id)
