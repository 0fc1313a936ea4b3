"""Review campaigns as pages: how far one got, its keys as rows, and what a reader may do."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import campaigns
from credentials.campaigns import Answer, Ending
from credentials.core import Permission, ReviewState
from credentials.models import (
    LiveCredential,
    Person,
    ReviewCampaign,
    ReviewDecision,
    ReviewItem,
    Team,
)
from dashboard import review_labels
from dashboard.pages.key import KeyPage, pages_of

#: What rows of keys show, loaded with the items.
JOINED: Final = (
    *("campaign", "account__team", "asked", "credential__account__team"),
    *("credential__account__management_key", "credential__stored__owner"),
)


@dataclass(frozen=True)
class CampaignPage:
    """A campaign with what the reader ``may`` do in its team."""

    campaign: ReviewCampaign
    may: frozenset[Permission]
    person: Person

    @property
    def state(self) -> str | Promise:
        return review_labels.STATES.get(self.campaign.state, "")

    @property
    def tone(self) -> str:
        return review_labels.TONES.get(self.campaign.state, "idle")

    @property
    def unanswered(self) -> str | Promise:
        return review_labels.UNANSWERED.get(self.campaign.unanswered, "")

    @property
    def takes_answers(self) -> bool:
        return self.campaign.is_open and self.campaign.ends_at > timezone.now()

    @property
    def may_end(self) -> bool:
        """Whether the reader may end it early."""
        is_own = self.campaign.started_by_id == self.person.pk
        return self.takes_answers and is_own and Permission.REVIEW_KEYS in self.may

    @property
    def may_carry_out(self) -> bool:
        return self.waits_for_right and Permission.REVOKE in self.may

    @cached_property
    def waits_for_right(self) -> bool:
        return campaigns.waits_for_right(self.campaign)

    @property
    def filter_url(self) -> str:
        """The live list by the filter that the campaign began with."""
        return f"{reverse('live:list')}?{self.campaign.filter}"

    @cached_property
    def counts(self) -> list[tuple[str, str | Promise, int]]:
        """How many keys have each answer: its word, what pages say, and the number; one query."""
        kept = campaigns.answer_counts(self.campaign)
        return [(answer.value, review_labels.ANSWERS[answer], kept[answer]) for answer in Answer]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A key of a campaign: ``page`` is the key as listed now, None where it is not any more."""

    item: ReviewItem
    decision: ReviewDecision | None
    page: KeyPage | None

    @property
    def answer(self) -> Answer:
        return campaigns.answer_of(self.item, self.decision)

    @property
    def answer_word(self) -> str | Promise:
        return review_labels.ANSWERS[self.answer]

    @property
    def tone(self) -> str:
        return review_labels.TONES.get(self.answer, "idle")

    @property
    def ending(self) -> Ending:
        return campaigns.ending_of(self.item, self.item.credential)

    @property
    def ending_word(self) -> str | Promise:
        """What became of it; empty where nothing did."""
        return "" if self.ending is Ending.UNTOUCHED else review_labels.ENDINGS[self.ending]

    @property
    def key(self) -> LiveCredential | None:
        return self.item.credential

    @property
    def used_by(self) -> str:
        stored = self.key.stored if self.key else None
        return stored.used_by if stored else ""


def rows_of(
    items: Iterable[ReviewItem], may: Mapping[uuid.UUID, frozenset[Permission]]
) -> list[ReviewRow]:
    """The items, joined as ``JOINED`` says, with their decisions and their keys; the number of
    queries does not depend on how many there are."""
    every = list(items)
    decisions = campaigns.believed_decisions(every)
    pages = pages_of([item.credential for item in every if item.credential], may)
    by_key = {page.key.pk: page for page in pages}
    return [
        ReviewRow(item, decisions.get(item.pk), by_key.get(item.credential.pk))
        if item.credential
        else ReviewRow(item, decisions.get(item.pk), None)
        for item in every
    ]


def waiting_for_second(person: Person, own: QuerySet[Team]) -> QuerySet[ReviewItem]:
    """The keys of these teams that one person wants to keep, and the reader may be the second."""
    waiting = ReviewItem.objects.filter(
        campaigns.has_answer(Answer.NEEDS_SECOND),
        campaign__team__in=own,
        campaign__state=ReviewState.OPEN,
        campaign__ends_at__gt=timezone.now(),
    )
    others = waiting.exclude(decision__decided_by=person).exclude(asked=person)
    return others.exclude(credential__stored__owner=person)


def review_tabs(path: str) -> list[dict[str, object]]:
    """The two pages of reviews."""
    pages = {"campaigns:mine": _("Your keys"), "campaigns:list": _("Campaigns")}
    return [
        {"url": reverse(name), "label": label, "current": path == reverse(name)}
        for name, label in pages.items()
    ]


def team_tabs(own: QuerySet[Team], team: Team) -> list[dict[str, object]]:
    """The teams in which the reader may start a campaign; none where it is one alone."""
    every = list(own.order_by("name", "pk"))
    tabs = [{"url": f"?team={row.pk}", "label": row.name, "current": row == team} for row in every]
    return tabs if len(every) > 1 else []
