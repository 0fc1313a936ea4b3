"""Links that hand one export to one recipient, who needs no login here."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.models.account import Account
from credentials.models.entry import Entry
from credentials.models.person import Person
from credentials.models.proven import Proven


class Handover(Proven):
    """``form`` is the name of a file's format. ``sender``, ``recipient`` and ``note`` are what the
    maker states, and all that whoever has the link reads before it is opened.

    ``digest`` is the SHA-256 of the token, ``passphrase`` that of the token and a passphrase which
    is told apart, empty where there is none; ``tries`` counts how often one was typed. It is over
    once it is opened, burned, or past ``expires_at``.
    """

    proven = (
        "entry",
        "form",
        "sender",
        "recipient",
        "note",
        "purpose",
        "made_by",
        "digest",
        "passphrase",
        "tries",
        "expires_at",
        "opened_at",
        "burned_at",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="handovers")
    form = models.CharField(max_length=64)
    sender = models.CharField(max_length=80)
    recipient = models.CharField(max_length=120)
    note = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="handovers")
    digest = models.CharField(max_length=64, unique=True)
    passphrase = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    burned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.entry} for {self.recipient}"

    @property
    def account(self) -> Account:
        """The account whose secret it hands over."""
        return self.entry.account
