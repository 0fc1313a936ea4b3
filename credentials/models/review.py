"""Review campaigns: the keys that are put to people, and what each of them decided."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models

from credentials.core import ReviewState, Sentence, Unanswered, unpack
from credentials.models.account import Account
from credentials.models.bulk import BulkJob
from credentials.models.live import LiveCredential
from credentials.models.person import Person
from credentials.models.proven import Proven
from credentials.models.team import Team

#: The campaigns that still have a step before them.
IS_OPEN_REVIEW: Final = ~models.Q(state=ReviewState.CLOSED.value)


class ReviewCampaign(Proven):
    """``digest`` is that of its items, so that they are proven with it; ``filter`` is the live
    list's, as it stands in an address, for showing alone.

    ``carried_by`` is whose right counts when keys are frozen and revoked: who started it, until
    somebody else takes that over. Given up keys are revoked ``revoke_days`` after they were frozen,
    which is at ``revoke_at``. All that decides what is done at OVHcloud is proven. ``look_at`` is
    when the campaign is looked at next, ``reminded_at`` when people were told of it last.
    """

    proven = (
        *("team", "started_by", "carried_by", "ends_at", "unanswered", "revoke_days"),
        *("revoke_at", "digest", "count", "state"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="review_campaigns")
    name = models.CharField(max_length=100)
    filter = models.CharField(max_length=1000, default="", blank=True)
    started_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    carried_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    ends_at = models.DateTimeField()
    unanswered = models.CharField(
        max_length=16, choices=[(word.value, word.value) for word in Unanswered]
    )
    revoke_days = models.PositiveSmallIntegerField()
    revoke_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, default="")
    count = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=16,
        choices=[(state.value, state.value) for state in ReviewState],
        default=ReviewState.OPEN.value,
    )
    job = models.ForeignKey(BulkJob, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "pk")
        indexes = (
            models.Index(fields=("look_at",), name="reviews_due"),
            models.Index(fields=("team", "created_at", "id"), name="reviews_by_team"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether people may still decide, as far as its state says."""
        return self.state == ReviewState.OPEN


class ReviewItem(models.Model):
    """One key of a campaign: OVHcloud's ``number`` in an account says which.

    ``asked`` decides about it, the team's admins where that is None; ``needs_second``: nobody keeps
    it alone. These are proven by the campaign's digest. ``credential`` is for showing alone, as is
    what became of it: ``frozen_at``, ``revoked_at`` and ``remarks``, which are sentences.
    """

    campaign = models.ForeignKey(ReviewCampaign, on_delete=models.CASCADE, related_name="items")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()
    name = models.CharField(max_length=255, default="", blank=True)
    asked = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="review_items"
    )
    needs_second = models.BooleanField(default=False)
    credential = models.ForeignKey(
        LiveCredential, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    frozen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    remarks = models.JSONField(default=list)

    class Meta:
        ordering = ("account", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "account", "number"), name="one_review_item"
            ),
        )
        indexes = (models.Index(fields=("campaign", "name", "id"), name="review_items_by_name"),)

    def __str__(self) -> str:
        return self.name or f"#{self.number}"

    @property
    def notes(self) -> list[Sentence]:
        """Why it could not be frozen or revoked, a sentence each."""
        kept = self.remarks if isinstance(self.remarks, list) else []
        return [unpack(remark) for remark in kept]


class ReviewDecision(Proven):
    """What somebody decided about a key, and why; ``second_by`` is who kept it with them."""

    proven = ("item", "choice", "reason", "decided_by", "decided_at", "second_by", "second_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.OneToOneField(ReviewItem, on_delete=models.CASCADE, related_name="decision")
    choice = models.CharField(max_length=16)
    reason = models.CharField(max_length=300, default="", blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()
    second_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-decided_at", "pk")

    def __str__(self) -> str:
        return f"{self.choice} {self.item}"
