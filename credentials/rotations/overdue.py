"""Rotations that do not go on by themselves any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from credentials.core import RotationState, Sentence, gettext_noop, say
from credentials.models import Rotation

_DAY: Final = timedelta(days=1)
#: How long a state may last that waits for people.
_LASTS: Final[Mapping[str, timedelta]] = {
    RotationState.REQUESTED: _DAY,
    RotationState.VALIDATED: 7 * _DAY,
    RotationState.PROVEN: _DAY,
}
_WORDS: Final[Mapping[str, str]] = {
    RotationState.REQUESTED: gettext_noop("The successor of %(key)s was not validated in time."),
    RotationState.VALIDATED: gettext_noop("The successor of %(key)s was not handed over yet."),
    RotationState.HANDED_OVER: gettext_noop("%(key)s is still in use, or its successor is not."),
    RotationState.PROVEN: gettext_noop("%(key)s could not be frozen or revoked yet."),
    RotationState.RETIRING: gettext_noop("%(key)s could not be revoked yet."),
}


def due_by(rotation: Rotation) -> datetime | None:
    """Until when the rotation should have left its state; None for one that is over."""
    state = RotationState(rotation.state)
    since = rotation.reached_at(state)
    if not rotation.is_open or since is None:
        return None
    if state is RotationState.HANDED_OVER:
        return since + timedelta(days=2 * rotation.silence_days + 1)
    if state is RotationState.RETIRING:
        return since + timedelta(days=rotation.frozen_days + 1)
    return since + _LASTS[state]


def what_is_overdue(rotation: Rotation) -> Sentence:
    """What people should look at; empty where the rotation goes on by itself."""
    if not rotation.is_open:
        return Sentence("")
    key = rotation.old.label
    if rotation.tries and rotation.look_at is None:
        return say(_GAVE_UP, key=key, cause=rotation.cause)
    due = due_by(rotation)
    if due is None or due > timezone.now():
        return Sentence("")
    return say(_WORDS[rotation.state], key=key)


_GAVE_UP: Final = gettext_noop("The rotation of %(key)s does not go on: %(cause)s")
