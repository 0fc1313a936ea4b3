"""What people and webhooks are told: what they chose, and the queue of what is to be sent."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from credentials.core import NoticeKind, NoticeState, Sentence, WebhookForm, unpack
from credentials.models.live import LiveCredential
from credentials.models.person import Person
from credentials.models.proven import Proven
from credentials.models.team import Team
from credentials.models.texts_field import TextsField


class NoticeChoice(Proven):
    """What a member of a team is not told of by mail (``off``, kinds of notices); without a row
    they are told of all. It is proven: nobody keeps a notice from people past Keydesk."""

    proven = ("team", "person", "off")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="notice_choices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_choices")
    off = TextsField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("team", "person"), name="one_notice_choice"),
        )

    def __str__(self) -> str:
        return f"notices of {self.team}"


class Webhook(Proven):
    """An address at which a team is told, in the form that its receiver reads. The address is
    sealed, since it may hold a secret of the receiver's: pages show its host. ``sealed_secret`` is
    what signs."""

    proven = ("team", "label", "form", "host", "sealed_url", "sealed_secret", "created_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=80)
    form = models.CharField(
        max_length=16, choices=[(form.value, form.value) for form in WebhookForm]
    )
    host = models.CharField(max_length=255)
    sealed_url = models.TextField()
    sealed_secret = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("label", "created_at")

    def __str__(self) -> str:
        return self.label


class Notice(models.Model):
    """One receiver's notice: a person's by mail, or a webhook's. It is written in the transaction
    of what it tells, and sent by the worker.

    ``message_id`` stays the same over its tries. ``lines`` are the first things that it tells,
    packed, of ``count``; ``path`` is where they are shown. It is not sent before ``due_at``, nor
    before an older one of its receiver is over.
    """

    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="notices")
    webhook = models.ForeignKey(
        Webhook, on_delete=models.CASCADE, null=True, related_name="notices"
    )
    kind = models.CharField(
        max_length=24, choices=[(kind.value, kind.value) for kind in NoticeKind]
    )
    lines = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    path = models.CharField(max_length=255)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        max_length=16,
        choices=[(state.value, state.value) for state in NoticeState],
        default=NoticeState.WAITING.value,
    )
    result = models.JSONField(default=dict)
    over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("due_at",), condition=Q(state=NoticeState.WAITING.value), name="notices_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} notice"

    @property
    def sentences(self) -> list[Sentence]:
        """What it tells, in words."""
        lines = self.lines if isinstance(self.lines, list) else []
        return [unpack(line) for line in lines]

    @property
    def outcome(self) -> Sentence:
        """How the newest try went; empty before the first, and once it was sent."""
        return unpack(self.result)


class DigestClock(models.Model):
    """Up to when a member of a team was told of what was found, in the digest of each day."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    told_until = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "person"), name="one_digest_clock"),)

    def __str__(self) -> str:
        return f"{self.person_id} told until {self.told_until}"


class EndTold(models.Model):
    """That the end of a live key was told, at the tightest step of days so far."""

    key = models.OneToOneField(LiveCredential, on_delete=models.CASCADE, related_name="end_told")
    ends_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.key_id} within {self.days} days"
