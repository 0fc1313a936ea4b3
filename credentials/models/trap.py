"""Trap keys: live keys left in a place where nobody has a use for them."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.models.account import Account
from credentials.models.proven import Proven


class Trap(Proven):
    """A live key by OVHcloud's number, and the place that it was put in. Whoever uses it after
    ``laid_at`` found it there. It is proven: nobody moves a trap past Keydesk."""

    proven = ("account", "credential_id", "place", "laid_by", "laid_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    credential_id = models.BigIntegerField()
    place = models.CharField(max_length=200)
    laid_by = models.CharField(max_length=254)
    laid_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "traps"
        constraints = (
            models.UniqueConstraint(fields=("account", "credential_id"), name="one_trap_a_key"),
        )

    def __str__(self) -> str:
        return f"trap #{self.credential_id}"
