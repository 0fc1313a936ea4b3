"""A stored consumer key and the request it came from."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.enums import KeyState
from credentials.models.application import Application
from credentials.models.entry import Entry
from credentials.models.person import Person


class ConsumerKey(Entry):
    """``rules`` is ``[{"method", "path"}]`` as granted (as requested while pending).

    ``credential_id`` is OVHcloud's number: the join to the live listing.
    """

    entry = models.OneToOneField(
        Entry,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_consumer_key",
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="consumer_keys"
    )
    state = models.CharField(
        max_length=32, choices=[(state.value, state.value) for state in KeyState]
    )
    rules = models.JSONField(default=list)
    allowed_ips = models.JSONField(default=list)
    credential_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    validated_at = models.DateTimeField(null=True, blank=True)


class KeyRequest(models.Model):
    """One trip to OVHcloud's validation page, from the request to its outcome.

    ``token_hash`` is the SHA-256 of the callback's single-use token. ``closed_at`` is set once,
    when the outcome is known or the request is given up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consumer_key = models.OneToOneField(
        ConsumerKey, on_delete=models.CASCADE, related_name="request"
    )
    requested_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="key_requests"
    )
    requested_rules = models.JSONField(default=list)
    validation_url = models.URLField(max_length=500)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    came_back_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    foreign_nic = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"request for {self.consumer_key}"
