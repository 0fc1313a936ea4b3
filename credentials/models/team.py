"""Teams own accounts; a membership says what a person may do in one."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.enums import Role
from credentials.house_policy import HousePolicy
from credentials.models.person import Person


class Team(models.Model):
    """``forbids_…``, ``requires_…`` and ``longest_days`` are its policy, all off at first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(Person, through="Membership", related_name="teams")
    forbids_whole_account = models.BooleanField(default=False)
    requires_addresses = models.BooleanField(default=False)
    requires_owner = models.BooleanField(default=False)
    longest_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def policy(self) -> HousePolicy:
        """What the team asks of its keys."""
        return HousePolicy(
            team=self.name,
            forbids_whole_account=self.forbids_whole_account,
            requires_addresses=self.requires_addresses,
            requires_owner=self.requires_owner,
            longest_days=self.longest_days,
        )


class Membership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("person__email",)
        constraints = (
            models.UniqueConstraint(fields=("team", "person"), name="one_role_a_person_and_team"),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.role}"
