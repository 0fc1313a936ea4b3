"""Teams own accounts; a membership says what a person may do in one."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.core import Role
from credentials.models.person import Person
from credentials.models.proven import Proven
from credentials.models.texts_field import TextsField


class Team(Proven):
    """``forbids_…``, ``requires_…``, ``allows_…`` and ``longest_days`` are its policy, all off at
    first. The name is proven as well: the groups of an identity provider go by it."""

    proven = (
        "name",
        "forbids_whole_account",
        "requires_addresses",
        "requires_owner",
        "requires_second_factor",
        "requires_passphrase",
        "requires_purpose",
        "allows_api_writes",
        "allowed_networks",
        "longest_days",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(Person, through="Membership", related_name="teams")
    forbids_whole_account = models.BooleanField(default=False)
    requires_addresses = models.BooleanField(default=False)
    requires_owner = models.BooleanField(default=False)
    requires_second_factor = models.BooleanField(default=False)
    requires_passphrase = models.BooleanField(default=False)
    requires_purpose = models.BooleanField(default=False)
    allows_api_writes = models.BooleanField(default=False)
    allowed_networks = TextsField(default=list, blank=True)
    longest_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(Proven):
    """What a person may do in a team: ``role`` is the value of a ``Role``."""

    proven = ("team", "person", "role")

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
