"""What is counted of live keys, kept so that no page counts them."""

from __future__ import annotations

from django.db import models

from credentials.models.account import Account


class LiveKeyCount(models.Model):
    """How many live keys of an account are alike in what lists count."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="live_key_counts")
    read_state = models.CharField(max_length=32)
    risk_band = models.SmallIntegerField()
    reaches_everything = models.BooleanField()
    is_stored = models.BooleanField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "read_state", "risk_band", "reaches_everything", "is_stored"),
                name="one_live_key_count",
            ),
        )

    def __str__(self) -> str:
        return f"{self.count} {self.read_state}"


class LiveKeyDay(models.Model):
    """By how many the valid keys of an account became more or fewer in the course of a day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="live_key_days")
    day = models.DateField()
    change = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "day"), name="one_live_key_day"),)

    def __str__(self) -> str:
        return f"{self.change} on {self.day}"
