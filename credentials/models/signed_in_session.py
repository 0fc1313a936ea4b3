"""Where people are signed in: what a list of sessions shows. The session itself is Django's."""

from __future__ import annotations

from django.db import models

from credentials.models.person import Person


class SignedInSession(models.Model):
    """``digest`` is what the database knows of the session's key; the key itself is in a cookie."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="open_sessions")
    digest = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return f"{self.browser} at {self.address}"
