"""A stored consumer key and the request it came from."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models

from credentials.core import EntryKind, KeyState, gettext_noop
from credentials.models.application import Application
from credentials.models.entry import Entry
from credentials.models.entry_description import ClearColumn, EntryDescription
from credentials.models.person import Person
from credentials.models.proven import Proven, ProvenManager
from credentials.models.texts_field import TextsField


class ConsumerKey(Entry, Proven):
    """``rules`` is ``[{"method", "path"}]`` as granted (as requested while pending).

    ``credential_id`` is OVHcloud's number: the join to the live listing. ``nic`` is the OVHcloud
    account that the key told it belongs to, once OVHcloud has accepted it, and ``local_user`` the
    user of that account who accepted it: the policies of that user limit it. Empty for none.
    """

    proven = ("application", *Entry.proven_words)

    about = EntryDescription(
        kind=EntryKind.CONSUMER_KEY,
        label=gettext_noop("Consumer key"),
        sealed_as="consumer_key",
        secret_label=gettext_noop("consumer key"),
        clear=(ClearColumn("application__application_key", gettext_noop("Application key")),),
        companion="application",
        searched=("credential_id", "application__label"),
        joined=("application", "account__team"),
        export_note=gettext_noop(
            "A file with the consumer key, its application key and the application secret, in "
            "clear. You are on the record as knowing both secrets."
        ),
        replace_note=gettext_noop(
            "Rules, addresses and expiry belong to the value of a consumer key: those of the new "
            "one are taken over from OVHcloud."
        ),
    )

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
    allowed_ips = TextsField(default=list)
    are_addresses_known = models.BooleanField(default=True, db_default=True)
    credential_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    nic = models.CharField(max_length=64, blank=True)
    local_user = models.CharField(max_length=255, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    validated_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Self]] = ProvenManager()

    @property
    def identifier(self) -> str:
        return f"#{self.credential_id}" if self.credential_id else ""


class KeyRequest(Proven):
    """One visit to OVHcloud's validation page, from the request to its outcome.

    ``token_hash`` is the SHA-256 of the callback's single-use token. ``closed_at`` is set once,
    when the outcome is known or the request is abandoned. ``requested_addresses`` and
    ``requested_days`` are what granted addresses and validity are compared with; no days are asked
    where it says none. ``dropped_at`` is since when nobody waits for it: its key is to be ended.
    ``consent_link`` is the link it came of, if it came of one. ``origin`` names what else it came
    of: a draft of the wizard, or the request that it repeats.
    The page is proven, since a person says there who may act for them.
    """

    proven = ("consumer_key", "validation_url")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consumer_key = models.OneToOneField(
        ConsumerKey, on_delete=models.CASCADE, related_name="request"
    )
    requested_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="key_requests"
    )
    requested_rules = models.JSONField(default=list)
    requested_addresses = TextsField(default=list)
    requested_days = models.PositiveSmallIntegerField(null=True)
    validation_url = models.URLField(max_length=500)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    came_back_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    consent_link = models.ForeignKey(
        "credentials.ConsentLink", on_delete=models.SET_NULL, null=True, related_name="requests"
    )
    foreign_nic = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("requested_by", "origin"), name="requests_of_an_origin"),)

    def __str__(self) -> str:
        return f"request for {self.consumer_key}"
