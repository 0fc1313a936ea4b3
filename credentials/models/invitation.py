"""Invitations to a team: for an address that may belong to nobody here yet."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.core import Role
from credentials.models.person import Person
from credentials.models.proven import Proven
from credentials.models.team import Team


class Invitation(Proven):
    """``digest`` is that of the token in the newest mail; None until a worker sent one.

    An invitation is over once it is accepted, withdrawn, or past ``expires_at``.
    """

    proven = (
        "team",
        "email",
        "role",
        "invited_by",
        "digest",
        "expires_at",
        "accepted_at",
        "withdrawn_at",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    invited_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 -- many have none
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("email", "created_at")

    def __str__(self) -> str:
        return self.email
