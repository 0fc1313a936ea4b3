"""A rotation: from a key to its successor, from the request to the end of the old one."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db import models

from credentials.core import RotationState, Sentence, unpack
from credentials.models.account import Account
from credentials.models.consumer_key import ConsumerKey
from credentials.models.person import Person
from credentials.models.proven import Proven

_OVER: Final = (RotationState.RETIRED.value, RotationState.CANCELLED.value)
#: The rotations that still have a step before them.
IS_OPEN_ROTATION: Final = ~models.Q(state__in=_OVER)


class Rotation(Proven):
    """``old`` is replaced by ``successor``; ``manages`` says that Keydesk itself works with them.

    ``silence_days`` without a use of the old key count as proof that nothing needs it, after
    ``frozen_days`` it is revoked; none: it is revoked without being frozen. ``reached`` has the
    moment (ISO 8601) of each state by its word. All that decides what is done at OVHcloud is
    proven. ``look_at`` is when it is looked at next, ``tries`` how often the next step failed, and
    ``trouble`` why; without a ``look_at`` somebody has to say that it shall be tried again.
    """

    proven = (
        *("account", "old", "successor", "manages"),
        *("silence_days", "frozen_days", "state", "reached"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="rotations")
    old = models.ForeignKey(ConsumerKey, on_delete=models.CASCADE, related_name="rotations")
    successor = models.ForeignKey(ConsumerKey, on_delete=models.CASCADE, related_name="rotated_to")
    manages = models.BooleanField(default=False)
    silence_days = models.PositiveSmallIntegerField(default=7)
    frozen_days = models.PositiveSmallIntegerField(default=7)
    state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in RotationState]
    )
    reached = models.JSONField(default=dict)
    started_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    look_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.JSONField(default=dict)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("old",), condition=IS_OPEN_ROTATION, name="one_open_rotation_a_key"
            ),
        )
        indexes = (models.Index(fields=("look_at",), name="rotations_due"),)

    def __str__(self) -> str:
        return f"rotation of {self.old}"

    @property
    def is_open(self) -> bool:
        return self.state not in _OVER

    @property
    def cause(self) -> Sentence:
        """Why the next step failed; empty when it did not."""
        return unpack(self.trouble)

    def reached_at(self, state: RotationState) -> datetime | None:
        """When it got there, if it did."""
        moment = self.reached.get(state.value) if isinstance(self.reached, dict) else None
        return datetime.fromisoformat(moment) if isinstance(moment, str) else None
