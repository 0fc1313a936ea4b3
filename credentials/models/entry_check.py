"""What the last test of a stored key or service account showed."""

from __future__ import annotations

from django.db import models

from credentials.core import Sentence, unpack
from credentials.models.entry import Entry
from credentials.models.texts_field import TextsField


class EntryCheck(models.Model):
    """``works`` is None where OVHcloud was not heard; ``trouble`` says why it does not work or was
    not heard. ``clock_off`` is by how many seconds this machine's clock is behind OVHcloud's,
    fewer than none where it is ahead.

    ``addresses`` are those that the key may be used from, ``granted`` and ``missing`` calls of the
    management of an account that it may make, and those that it may not.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="last_check")
    checked_at = models.DateTimeField()
    works = models.BooleanField(null=True)
    trouble = models.JSONField(default=dict)
    clock_off = models.IntegerField(null=True)
    nic = models.CharField(max_length=64, blank=True)
    local_user = models.CharField(max_length=255, blank=True)
    addresses = TextsField(default=list)
    expires_at = models.DateTimeField(null=True)
    granted = TextsField(default=list)
    missing = TextsField(default=list)

    def __str__(self) -> str:
        return f"test of {self.entry}"

    @property
    def cause(self) -> Sentence:
        """Why it does not work, or was not heard; empty where it works."""
        return unpack(self.trouble)

    @property
    def seconds_apart(self) -> int:
        """How far the clocks are apart, whichever is behind."""
        return abs(self.clock_off or 0)
