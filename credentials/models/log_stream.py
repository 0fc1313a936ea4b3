"""Streams of the log: where a team's entries are sent, and up to which they were taken."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from credentials.core import LogStreamKind, Sentence, unpack
from credentials.models.proven import Proven
from credentials.models.team import Team


class LogStream(Proven):
    """A place that a team's entries are sent to, one after another. Its address and what goes with
    it (a token, or what signs) are sealed: pages show the host.

    ``acknowledged`` is the number of the newest entry that the receiver took. It is proven, so
    nobody has entries passed over past Keydesk. ``due_at`` is when it is tried next; ``tries`` and
    ``failing_since`` are about the tries that failed since the last that did not.
    """

    proven = (
        "team",
        "label",
        "kind",
        "host",
        "sealed_address",
        "sealed_secret",
        "added_by",
        "created_at",
        "acknowledged",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=80)
    kind = models.CharField(
        max_length=16, choices=[(kind.value, kind.value) for kind in LogStreamKind]
    )
    host = models.CharField(max_length=262)
    sealed_address = models.TextField()
    sealed_secret = models.TextField()
    added_by = models.CharField(max_length=254)
    created_at = models.DateTimeField()
    acknowledged = models.BigIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ("label", "created_at")

    def __str__(self) -> str:
        return self.label

    @property
    def outcome(self) -> Sentence:
        """Why the newest try failed; empty where it did not."""
        return unpack(self.result)
