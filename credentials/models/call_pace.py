"""The pace of calls with one key, which all processes keep together."""

from __future__ import annotations

from django.db import models


class CallPace(models.Model):
    """``name`` is a digest of the caller and where it calls. ``full_at``: when all the calls that
    may go at once may go again; ``closed_until``: before that OVHcloud wants none."""

    name = models.CharField(max_length=64, primary_key=True)
    full_at = models.DateTimeField()
    closed_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"full at {self.full_at}"
