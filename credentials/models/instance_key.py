"""The instance key: one wrapped key, the root of the blind index and of the audit log's MAC."""

from __future__ import annotations

from django.db import models


class InstanceKey(models.Model):
    """One row. That it opens proves, at every start, that the master key is the right one."""

    ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ROW)
    token = models.TextField()

    def __str__(self) -> str:
        return "instance key"
