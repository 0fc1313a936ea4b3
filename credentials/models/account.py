"""An OVHcloud customer account (a NIC handle) at one endpoint, owned by a team."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.core import HostFamily, SyncInterval
from credentials.models.proven import Proven
from credentials.models.team import Team


class Account(Proven):
    """``nic`` is empty until somebody confirms which account it is; keys tell (``/auth/details``).

    ``endpoint`` is its region; ``host_family`` says by which hosts of it the account is called.
    ``data_key`` is the account's data key, wrapped under a master key; it seals every secret of
    the account. ``management_key`` is the stored consumer key that reads the account's live keys,
    by the clock at ``next_sync_at`` too: soon where there is none, then every ``sync_interval``.
    """

    #: The label as well: people choose by it where a secret goes.
    proven = ("team", "label", "endpoint", "host_family", "nic", "management_key")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="accounts")
    label = models.CharField(max_length=80)
    endpoint = models.CharField(max_length=64)
    host_family = models.CharField(
        max_length=16,
        choices=[(family.value, family.value) for family in HostFamily],
        default=HostFamily.OLDER.value,
    )
    nic = models.CharField(max_length=64, blank=True)
    data_key = models.TextField()
    management_key = models.ForeignKey(
        "credentials.ConsumerKey",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="manages",
    )
    sync_interval = models.CharField(
        max_length=16,
        choices=[(interval.value, interval.value) for interval in SyncInterval],
        default=SyncInterval.AS_SET.value,
        db_default=SyncInterval.AS_SET.value,
        blank=True,
    )
    next_sync_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("label",)
        constraints = (models.UniqueConstraint(fields=("team", "label"), name="one_label_a_team"),)

    def __str__(self) -> str:
        return self.label
