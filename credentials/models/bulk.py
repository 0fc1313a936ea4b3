"""Bulk jobs: one act on many live keys or applications, and what became of each of them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from credentials.core import BulkState, Sentence, unpack
from credentials.models.account import Account
from credentials.models.live import LiveApplication, LiveCredential
from credentials.models.person import Person
from credentials.models.proven import Proven
from credentials.models.team import Team


class BulkJob(Proven):
    """A selection somebody made, and then its job: what it does is a ``core.BulkAction``.

    What it acts on is proven by ``digest``, which is that of its items once it was confirmed, and
    ``count`` is the number that was typed.

    ``asked_by`` is whose role counts; None for Keydesk itself. ``run`` tells the run that works on
    it from an earlier one. ``trouble`` says why the job as a whole failed.
    """

    proven: ClassVar[tuple[str, ...]] = (
        "team",
        "action",
        "origin",
        "asked_by",
        "digest",
        "count",
        "confirmed_at",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="bulk_jobs")
    action = models.CharField(max_length=32)
    origin = models.CharField(max_length=16)
    asked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="bulk_jobs"
    )
    digest = models.CharField(max_length=64, default="", blank=True)
    count = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=16, default=BulkState.DRAFT.value)
    run = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    trouble = models.JSONField(default=dict)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("team", "asked_by", "action", "origin"),
                condition=models.Q(state=BulkState.DRAFT.value),
                name="one_bulk_draft",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} ({self.created_at:%Y-%m-%d %H:%M})"

    @property
    def cause(self) -> Sentence:
        """Why the job as a whole failed; empty when it did not."""
        return unpack(self.trouble)

    @property
    def is_draft(self) -> bool:
        return self.state == BulkState.DRAFT

    @property
    def is_under_way(self) -> bool:
        return self.state in (BulkState.QUEUED, BulkState.RUNNING)


class BulkItem(models.Model):
    """One key or application of a job: OVHcloud's ``number`` in an account says which.

    ``credential`` and ``application`` are for showing alone. ``remarks`` are sentences: what
    OVHcloud answered, or why the item is left out.
    """

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="items")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()
    name = models.CharField(max_length=255, default="", blank=True)
    credential = models.ForeignKey(
        LiveCredential, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    application = models.ForeignKey(
        LiveApplication, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=16)
    remarks = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("account", "number")
        constraints = (
            models.UniqueConstraint(fields=("job", "account", "number"), name="one_bulk_item"),
        )
        indexes = (models.Index(fields=("job", "state"), name="bulk_item_state"),)

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def notes(self) -> list[Sentence]:
        """What OVHcloud answered, or why it is left out, a sentence each."""
        kept = self.remarks if isinstance(self.remarks, list) else []
        return [unpack(remark) for remark in kept]
