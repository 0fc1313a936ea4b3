"""Rights that a team keeps under a name, and the versions they went through."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower

from credentials.models.person import Person
from credentials.models.team import Team


class Profile(models.Model):
    """Named rights. What they are is in the versions; an archived one keeps its name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="profiles")
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint("team", Lower("name"), name="one_profile_name_a_team"),
        )

    def __str__(self) -> str:
        return self.name


class ProfileVersion(models.Model):
    """What a profile was from one saving to the next; never changed once saved.

    ``rules`` is ``[{"method", "path"}]``, as a consumer key's.
    """

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    rules = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("profile", "number"), name="one_number_a_profile"),
        )

    def __str__(self) -> str:
        return f"version {self.number}"
