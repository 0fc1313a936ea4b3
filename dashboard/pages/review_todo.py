"""What reviews there are to do, for the overview: keys to decide about, and campaigns that wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from credentials import campaigns, teams
from credentials.core import Permission, ReviewState, gettext_noop, ngettext_noop, say
from credentials.models import IS_OPEN_REVIEW, Person, ReviewCampaign, Team
from dashboard.pages.review import waiting_for_second
from dashboard.pages.todo import TodoItem
from dashboard.templatetags.console import distance

_MOST: Final = 4
_TO_ANSWER: Final = ngettext_noop(
    "A key waits for your answer in %(campaign)s, which ends %(when)s.",
    "%(count)s keys wait for your answer in %(campaign)s, which ends %(when)s.",
    by="count",
)
_TO_CONFIRM: Final = ngettext_noop(
    "A critical key waits for a second person to keep it.",
    "%(count)s critical keys wait for a second person to keep them.",
    by="count",
)
_TO_CARRY_OUT: Final = gettext_noop(
    "%(campaign)s has ended, and waits for somebody who may freeze and revoke its keys."
)


def reviews_to_do(person: Person) -> list[TodoItem]:
    """What the person has to do in campaigns of their teams; one query where none is open."""
    own = teams.teams_where(person, Permission.SEE)
    if not ReviewCampaign.objects.filter(IS_OPEN_REVIEW, team__in=own).exists():
        return []
    return [*_to_answer(person, own), *_to_confirm(person), *_to_carry_out(person)]


def _to_answer(person: Person, own: QuerySet[Team]) -> Iterator[TodoItem]:
    for campaign, count in campaigns.campaigns_asking(person, own)[:_MOST]:
        when = distance(campaign.ends_at)
        words = say(_TO_ANSWER, count=count, campaign=campaign.name, when=when)
        yield TodoItem(words, gettext_noop("Review keys"), reverse("campaigns:mine"))


def _to_confirm(person: Person) -> Iterator[TodoItem]:
    reviewing = teams.teams_where(person, Permission.REVIEW_KEYS)
    count = waiting_for_second(person, reviewing).count()
    if count:
        words = say(_TO_CONFIRM, count=count)
        yield TodoItem(words, gettext_noop("Review keys"), reverse("campaigns:mine"))


def _to_carry_out(person: Person) -> Iterator[TodoItem]:
    is_due = Q(state=ReviewState.FROZEN, revoke_at__lte=timezone.now())
    over = ReviewCampaign.objects.filter(
        Q(state=ReviewState.ENDED) | is_due,
        team__in=teams.teams_where(person, Permission.REVOKE),
    )
    for campaign in over.select_related("carried_by").order_by("ends_at")[:_MOST]:
        if campaigns.waits_for_right(campaign):
            yield TodoItem(
                say(_TO_CARRY_OUT, campaign=campaign.name),
                gettext_noop("Open the campaign"),
                reverse("campaigns:detail", args=[campaign.pk]),
            )
