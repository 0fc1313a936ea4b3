"""Links for somebody without a login here, who owns the OVHcloud account a key is asked of."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.core import Environment
from credentials.models.account import Account
from credentials.models.application import Application
from credentials.models.consumer_key import KeyRequest
from credentials.models.person import Person
from credentials.models.proven import Proven
from credentials.models.texts_field import TextsField


class ConsentLink(Proven):
    """``asked_by``, ``reason`` and ``stated_account`` are all that whoever has the link reads of
    the team. ``days`` is how long they are asked to let the key live, if that is said.

    ``digest`` is the SHA-256 of the token. ``key_request`` is the newest request that came of it,
    ``validation_url`` OVHcloud's page for it. ``asked_at`` is when OVHcloud was last asked.
    """

    proven = (
        "application",
        "requested_by",
        "label",
        "purpose",
        "environment",
        "rules",
        "allowed_ips",
        "days",
        "asked_by",
        "reason",
        "stated_account",
        "digest",
        "expires_at",
        "key_request",
        "validation_url",
        "used_at",
        "withdrawn_at",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="consent_links"
    )
    requested_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consent_links")
    label = models.CharField(max_length=80)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    purpose = models.CharField(max_length=200, blank=True)
    environment = models.CharField(
        max_length=16,
        blank=True,
        choices=[(place.value, place.value) for place in Environment],
        default=Environment.UNSET,
    )
    rules = models.JSONField(default=list)
    allowed_ips = TextsField(default=list)
    days = models.PositiveSmallIntegerField(null=True)
    asked_by = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)
    stated_account = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    key_request = models.ForeignKey(
        KeyRequest, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    validation_url = models.URLField(max_length=500, blank=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.label

    @property
    def account(self) -> Account:
        """The account that the key is asked of."""
        return self.application.account
