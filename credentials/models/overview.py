"""What the overview compares with: how risk stood on each day, and when each person looked last."""

from __future__ import annotations

from django.db import models

from credentials.models.person import Person
from credentials.models.team import Team


class RiskDay(models.Model):
    """How many listed keys of a team were at risk, to watch and neither, as a day was seen last."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="risk_days")
    day = models.DateField()
    noted_at = models.DateTimeField()
    at_risk = models.PositiveIntegerField()
    to_watch = models.PositiveIntegerField()
    others = models.PositiveIntegerField()

    class Meta:
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=("team", "day"), name="one_risk_day"),)

    def __str__(self) -> str:
        return f"{self.at_risk} at risk on {self.day}"


class OverviewVisit(models.Model):
    """A person's visits of the overview: the newest look, and ``since``, the end of the visit
    before; None during the first."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="overview_visit")
    latest_at = models.DateTimeField()
    since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} looked at {self.latest_at}"
