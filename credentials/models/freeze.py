"""A freeze of a live key: what it worked from before."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.models.account import Account
from credentials.models.person import Person
from credentials.models.proven import Proven
from credentials.models.texts_field import TextsField


class Freeze(Proven):
    """``addresses`` are the blocks the key worked from before it was frozen, none for anywhere. A
    thaw sets them back, so they are proven: whoever writes to the database widens no key by them.
    """

    proven = ("account", "credential_id", "addresses")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="freezes")
    credential_id = models.BigIntegerField()
    addresses = TextsField(default=list)
    frozen_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ("-frozen_at",)
        constraints = (
            models.UniqueConstraint(fields=("account", "credential_id"), name="one_freeze_a_key"),
        )

    def __str__(self) -> str:
        return f"freeze of {self.credential_id}"
