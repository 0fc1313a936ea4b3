"""What changed about a live key, and when Keydesk saw it."""

from __future__ import annotations

from django.db import models

from credentials.core import KeyChangeKind
from credentials.models.account import Account
from credentials.models.live import LiveCredential


class KeyChange(models.Model):
    """``before`` and ``after`` are the addresses, the rules or the state, a text each; of a key
    that woke ``days`` is for how long it had not been used."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="key_changes")
    key = models.ForeignKey(LiveCredential, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(
        max_length=16, choices=[(kind.value, kind.value) for kind in KeyChangeKind]
    )
    at = models.DateTimeField()
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    days = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("account", "-at", "-id"), name="key_changes_of_account"),
            models.Index(fields=("key", "-at", "-id"), name="key_changes_of_key"),
            models.Index(fields=("at",), name="key_changes_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.key_id} {self.kind}"
