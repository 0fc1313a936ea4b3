"""Links in mails that let a person do one thing, once."""

from __future__ import annotations

from django.db import models

from credentials.core import LinkPurpose
from credentials.models.person import Person
from credentials.models.proven import Proven


class MailedLink(Proven):
    """The token itself is in the mail alone; ``digest`` is its SHA-256."""

    proven = ("person", "purpose", "digest", "expires_at")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mailed_links")
    purpose = models.CharField(
        max_length=16, choices=[(purpose.value, purpose.value) for purpose in LinkPurpose]
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.purpose} of {self.person}"
