"""Where the secret of an entry is in use."""

from __future__ import annotations

from django.db import models

from credentials.models.account import Account
from credentials.models.entry import Entry


class Usage(models.Model):
    """One place: a host, a pipeline, a service; who runs it, and how it takes up a new secret."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="usages")
    place = models.CharField(max_length=200)
    owner = models.CharField(max_length=120, blank=True)
    restart_note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=("entry", "place"), name="one_usage_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.entry} at {self.place}"

    @property
    def account(self) -> Account:
        """The account of the entry."""
        return self.entry.account
