"""Calls that were seen in OVHcloud's logs of an account, and how far those logs are read."""

from __future__ import annotations

from django.db import models

from credentials.core import CallSource, Sentence, unpack
from credentials.models.account import Account
from credentials.models.texts_field import TextsField

_SOURCES = [(source.value, source.value) for source in CallSource]


class SeenCall(models.Model):
    """A call that was made in an account. Nothing of it is secret; its query is not kept.

    ``number`` tells calls of one log apart: OVHcloud's, or the one of a forwarded entry. ``caller``
    is the account that called. ``credential_id`` and ``identities`` are who called by the log's
    own word, which forwarded logs alone may say.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="seen_calls")
    source = models.CharField(max_length=16, choices=_SOURCES)
    number = models.CharField(max_length=64)
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    path = models.TextField()
    address = models.CharField(max_length=45, blank=True)
    caller = models.CharField(max_length=255, blank=True)
    credential_id = models.BigIntegerField(null=True)
    identities = TextsField(default=list)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "source", "number"), name="one_seen_call_a_number"
            ),
        )
        indexes = (
            models.Index(fields=("account", "-at", "-id"), name="seen_calls_of_account"),
            models.Index(fields=("at",), name="seen_calls_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class OldCallNumber(models.Model):
    """The number of a call that was read, and is older than what is kept. Once OVHcloud's log does
    not list it any more, nothing is left of it; until then it is not read again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=16, choices=_SOURCES)
    number = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "source", "number"), name="one_old_call_number"
            ),
        )

    def __str__(self) -> str:
        return self.number


class CallReading(models.Model):
    """How far the logs of an account are read.

    ``busy_until`` is when another process may take its reading up. ``left`` calls are listed and
    not read yet; ``calls`` were spent on the last reading. ``trouble`` says what could not be
    read, a sentence each. ``next_at`` is when the clock reads it next.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="call_reading")
    busy_until = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    left = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    trouble = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"calls of {self.account_id}"

    @property
    def causes(self) -> list[Sentence]:
        """What could not be read, and why; nothing where the column holds no list."""
        kept = self.trouble if isinstance(self.trouble, list) else []
        return [unpack(sentence) for sentence in kept]
