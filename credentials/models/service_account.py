"""A stored service account: an OAuth2 client's id in clear, its secret in the versions."""

from __future__ import annotations

from django.db import models

from credentials.models.entry import Entry


class ServiceAccount(Entry):
    """``identity`` is the URN that IAM policies name; it is read, never built."""

    entry = models.OneToOneField(
        Entry,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_service_account",
    )
    client_id = models.CharField(max_length=128, db_index=True)
    identity = models.CharField(max_length=255, blank=True)
    description = models.CharField(max_length=255, blank=True)
