"""An address by which a calendar reads when keys end, for one person."""

from __future__ import annotations

import uuid

from django.db import models

from credentials.models.person import Person
from credentials.models.proven import Proven


class CalendarLink(Proven):
    """``digest`` is the SHA-256 of the token. A person has one at most; a new one ends it."""

    proven = ("person", "digest", "made_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_link")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return "calendar link"
