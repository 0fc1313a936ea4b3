"""An OVHcloud customer account (a NIC handle) at one endpoint, owned by a team."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.models.team import Team


class Account(models.Model):
    """``nic`` is empty until a key has told which account it belongs to (``/auth/details``).

    ``data_key`` is the account's data key, wrapped under a master key; it seals every secret of
    the account. ``management_key`` is the stored consumer key that reads the account's live keys.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="accounts")
    label = models.CharField(max_length=80)
    endpoint = models.CharField(max_length=64)
    nic = models.CharField(max_length=64, blank=True)
    data_key = models.TextField()
    management_key = models.ForeignKey(
        "credentials.ConsumerKey",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="manages",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("label",)
        constraints = (models.UniqueConstraint(fields=("team", "label"), name="one_label_a_team"),)

    def __str__(self) -> str:
        return self.label
