"""Heartbeats of the processes that share the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils import timezone

#: A process without a heartbeat for so long has ended; a worker has one every four seconds.
WORKER_SILENCE: Final = timedelta(seconds=15)


class ProcessBeats(models.QuerySet["ProcessBeat"]):
    def live_workers(self) -> ProcessBeats:
        """The workers that had a heartbeat lately."""
        return self.filter(is_worker=True, beat_at__gt=timezone.now() - WORKER_SILENCE)


class ProcessBeat(models.Model):
    """``name`` is a worker's id, or of a web process; ``beat_at`` when it last wrote here."""

    name = models.CharField(max_length=64, primary_key=True)
    is_worker = models.BooleanField()
    is_busy = models.BooleanField(default=False)
    beat_at = models.DateTimeField()

    objects = ProcessBeats.as_manager()

    def __str__(self) -> str:
        return self.name
