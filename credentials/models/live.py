"""What OVHcloud said exists, as of the last time it was asked.

Rows are kept when a thing is gone (``gone_at``) and when it could not be read (``trouble`` says
why, the known facts stay), so that a page never waits for OVHcloud and never forgets.
"""

from __future__ import annotations

import uuid

from django.db import models

from credentials.core import Sentence, SyncState, unpack
from credentials.models.account import Account
from credentials.models.texts_field import TextsField


class _Read(models.Model):
    """What is read, or is a reading; ``trouble`` is the sentence that says why it failed."""

    trouble = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def cause(self) -> Sentence:
        """Why the last reading of this one failed; empty when it did not."""
        return unpack(self.trouble)


class _LiveObject(_Read):
    first_seen_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class LiveApplication(_LiveObject):
    """An application that keys of the account belong to.

    ``is_owned`` is false for consoles and third parties; ``is_deleted``: it was deleted, and its
    keys open nothing, whatever state OVHcloud goes on listing for them.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="live_applications")
    application_id = models.BigIntegerField()
    application_key = models.CharField(max_length=128, blank=True)
    name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=32, blank=True)
    is_owned = models.BooleanField(default=True)
    is_deleted = models.BooleanField(default=False)

    class Meta:
        ordering = ("name", "application_id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "application_id"), name="one_live_application"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.application_id)


class LiveCredential(_LiveObject):
    """A consumer key as OVHcloud lists it; the key itself is never listed."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="live_credentials")
    credential_id = models.BigIntegerField()
    application_id = models.BigIntegerField(null=True, blank=True)
    live_application = models.ForeignKey(
        LiveApplication,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="credentials",
    )
    status = models.CharField(max_length=32, blank=True)
    rules = models.JSONField(default=list)
    allowed_ips = TextsField(default=list)
    creation = models.DateTimeField(null=True, blank=True)
    expiration = models.DateTimeField(null=True, blank=True)
    last_use = models.DateTimeField(null=True, blank=True)
    ovh_support = models.BooleanField(default=False)

    class Meta:
        ordering = ("-last_use", "-credential_id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "credential_id"), name="one_live_credential"
            ),
        )
        indexes = (models.Index(fields=("account", "gone_at"), name="live_credential_here"),)

    def __str__(self) -> str:
        return str(self.credential_id)


class LiveClient(_LiveObject):
    """An OAuth2 client (service account) of the account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="live_clients")
    client_id = models.CharField(max_length=128)
    name = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    flow = models.CharField(max_length=32, blank=True)
    identity = models.CharField(max_length=255, blank=True)
    creation = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "client_id")
        constraints = (
            models.UniqueConstraint(fields=("account", "client_id"), name="one_live_client"),
        )

    def __str__(self) -> str:
        return self.name or self.client_id


class Sync(_Read):
    """One reading of an account. ``beat_at`` moves while it works: a silent one was killed.

    ``trouble`` is the cause of a failure; ``remarks`` are what to do about it, and the parts that
    could not be read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="syncs")
    state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in SyncState]
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    remarks = models.JSONField(default=list)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=models.Q(state__in=[SyncState.QUEUED, SyncState.RUNNING]),
                name="one_open_sync_an_account",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.state}"

    @property
    def notes(self) -> list[Sentence]:
        """What to do, and the parts that could not be read, a sentence each."""
        return [unpack(remark) for remark in self.remarks]
