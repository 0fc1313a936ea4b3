"""An exception from a finding: somebody answers for it until a day."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.models.person import Person
from credentials.models.proven import Proven
from credentials.models.team import Team


class FindingException(Proven):
    """It mutes one code of one subject until ``ends_at``; ``owner`` answers for
    it. What it mutes is proven: whoever writes to the database hides no finding by it."""

    proven = ("team", "subject", "code", "ends_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="finding_exceptions")
    subject = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("ends_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("team", "subject", "code"), name="one_exception_a_finding"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} until {self.ends_at:%Y-%m-%d}"
