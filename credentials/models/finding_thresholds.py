"""From when on a team wants to be told of findings."""

from __future__ import annotations

from django.db import models

from credentials.models.proven import Proven
from credentials.models.team import Team


class FindingThresholds(Proven):
    """Days, and ``admins`` a number of people; a team without a row goes by the usual ones. They
    are proven: nobody raises them past Keydesk, so that less is found."""

    proven = (
        "team",
        "grace",
        "unused",
        "dormant",
        "never_used",
        "old",
        "old_in_production",
        "expires",
        "pending",
        "person_dormant",
        "admins",
        "master_key",
    )

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="finding_thresholds")
    grace = models.PositiveSmallIntegerField()
    unused = models.PositiveSmallIntegerField()
    dormant = models.PositiveSmallIntegerField()
    never_used = models.PositiveSmallIntegerField()
    old = models.PositiveSmallIntegerField()
    old_in_production = models.PositiveSmallIntegerField()
    expires = models.PositiveSmallIntegerField()
    pending = models.PositiveSmallIntegerField()
    person_dormant = models.PositiveSmallIntegerField()
    admins = models.PositiveSmallIntegerField()
    master_key = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"thresholds of {self.team}"
