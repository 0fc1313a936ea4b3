"""A stored application: its key in clear, its secret in the versions of the entry."""

from __future__ import annotations

from django.db import models

from credentials.models.entry import Entry


class Application(Entry):
    """``application_id`` is OVHcloud's number, known once a key of it was verified."""

    entry = models.OneToOneField(
        Entry,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_application",
    )
    application_key = models.CharField(max_length=128, db_index=True)
    application_id = models.BigIntegerField(null=True, blank=True, db_index=True)
