"""How often something was tried, for limits."""

from __future__ import annotations

from django.db import models


class AttemptCounter(models.Model):
    """One limit for one account, address or the like: ``key`` is a digest of both. It counts until
    ``ends_at``, and is deleted some time after that, never earlier."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"
