"""Values that may be forgotten at any time, shared by every process."""

from __future__ import annotations

from django.db import models


class CachedValue(models.Model):
    """One value of Django's cache as JSON text (dashboard.json_cache reads and writes it)."""

    key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
