"""A rotation as a row and as a page: where it stands, what it waits for, what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credentials import rotations
from credentials.core import AuditAction, Outcome, Permission, RotationState, Sentence
from credentials.models import AuditEntry, KeyRequest, Rotation
from dashboard import labels

_ORDER: Final = tuple(state for state in RotationState if state is not RotationState.CANCELLED)
_WAITS_FOR: Final[Mapping[str, str | Promise]] = {
    RotationState.REQUESTED: _("Somebody validates the successor at OVHcloud."),
    RotationState.VALIDATED: _(
        "The successor is exported or handed over to where the key is used."
    ),
    RotationState.HANDED_OVER: _(
        "A reading sees the successor in use, and the old key unused for as long as was chosen."
    ),
    RotationState.PROVEN: _("The old key is frozen, or revoked where no freeze was chosen."),
    RotationState.RETIRING: _("The days of the freeze are over; the old key is revoked then."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One state of the way: when it was reached, if it was, and whether it is the present one."""

    label: str | Promise
    reached_at: datetime | None
    is_current: bool


@dataclass(frozen=True)
class RotationPage:
    """A rotation with what the reader ``may`` do in its team."""

    rotation: Rotation
    may: frozenset[Permission]

    @property
    def steps(self) -> list[Step]:
        rotation = self.rotation
        return [
            Step(
                labels.ROTATION_STATES[state],
                rotation.reached_at(state),
                rotation.state == state,
            )
            for state in _ORDER
        ]

    @property
    def waits_for(self) -> str | Promise:
        return _WAITS_FOR.get(self.rotation.state, "")

    @cached_property
    def overdue(self) -> Sentence:
        return rotations.what_is_overdue(self.rotation)

    @property
    def may_act(self) -> bool:
        return Permission.REVOKE in self.may and self.rotation.is_open

    @property
    def can_be_told_deployed(self) -> bool:
        return self.may_act and self.rotation.state == RotationState.VALIDATED

    @cached_property
    def request(self) -> KeyRequest | None:
        return KeyRequest.objects.filter(consumer_key=self.rotation.successor_id).first()

    @cached_property
    def last_format(self) -> str:
        """The format that the old key was exported in last; empty where it was in none."""
        entries = AuditEntry.objects.filter(
            action=AuditAction.SECRET_EXPORTED,
            outcome=Outcome.DONE,
            subject_kind="entry",
            subject_id=str(self.rotation.old_id),
        )
        details = entries.order_by("-seq").values_list("details", flat=True).first()
        return str(details.get("format", "")) if isinstance(details, dict) else ""

    @cached_property
    def first_use(self) -> datetime | None:
        return rotations.first_use(self.rotation)

    @cached_property
    def silent_since(self) -> datetime | None:
        return rotations.silent_since(self.rotation)

    @property
    def retires_at(self) -> datetime | None:
        """When the old key is revoked, where it is frozen now."""
        begun = self.rotation.reached_at(RotationState.RETIRING)
        if self.rotation.state != RotationState.RETIRING or begun is None:
            return None
        return begun + timedelta(days=self.rotation.frozen_days)
