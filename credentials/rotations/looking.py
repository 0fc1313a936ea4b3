"""When a rotation is looked at: after events, by the clock, and again where a step failed.

A step that fails is tried again after 1, 5 and 30 minutes and 2 hours; then people are told.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from credentials.core import (
    AccountSynced,
    KeydeskError,
    KeyRevoked,
    KeyValidated,
    RotationState,
    pack,
)
from credentials.models import IS_OPEN_ROTATION, Rotation
from credentials.rotations.steps import take_steps

#: After how long a step that failed is tried again.
LADDER: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
#: How long a change that no event tells of may go unseen.
_EVERY: Final = timedelta(minutes=10)
#: How long a look may take, where nobody notices that its worker ended.
_LONGEST: Final = timedelta(minutes=5)
_AT_ONCE: Final = 100


@task()
def look_at_rotation(rotation_id: str) -> None:
    """Take the steps that can be taken, in the background; takes ids only. Of two, one does."""
    rotation = _claimed(uuid.UUID(rotation_id))
    if rotation is None:
        return
    try:
        take_steps(rotation)
    except KeydeskError as error:
        _failed(rotation, error)
    except Exception:
        _note(rotation, tries=rotation.tries + 1, look_at=timezone.now() + LADDER[-1])
        raise
    else:
        look_at = timezone.now() + _EVERY if rotation.is_open else None
        _note(rotation, tries=0, trouble={}, look_at=look_at)


def look_again(rotation: Rotation) -> None:
    """Have it looked at now, for somebody who mended what made a step fail."""
    _note(rotation, tries=0, trouble={}, look_at=timezone.now())
    _look(rotation)


def resume_look(rotation_id: str) -> None:
    """Look again at a rotation whose worker ended in the middle of it; takes what its task took."""
    open_rows = Rotation.objects.filter(IS_OPEN_ROTATION, pk=uuid.UUID(rotation_id))
    if open_rows.update(look_at=timezone.now()):
        look_at_rotation.enqueue(rotation_id)


def look_by_the_clock() -> None:
    """Ask for a look at each rotation that is due."""
    due = Rotation.objects.filter(IS_OPEN_ROTATION, look_at__lte=timezone.now())
    for rotation in due[:_AT_ONCE]:
        _look(rotation)


def look_after_sync(event: AccountSynced) -> None:
    """What was read may show that a key is in use, and another is not."""
    _look_at(account=event.account_id)


def look_after_validation(event: KeyValidated) -> None:
    """A request that was made once more has another key than the rotation knows of."""
    _look_at(account__entries=event.entry_id, state=RotationState.REQUESTED)


def look_after_revoking(event: KeyRevoked) -> None:
    _look_at(account=event.account_id, old__credential_id=event.credential_id)


#: What has rotations looked at, by event.
HANDLERS: Final[dict[type[Any], Callable[[Any], None]]] = {
    AccountSynced: look_after_sync,
    KeyValidated: look_after_validation,
    KeyRevoked: look_after_revoking,
}


def _look_at(**which: object) -> None:
    """A step that failed keeps its time, and one that people were told of waits for them."""
    for rotation in Rotation.objects.filter(IS_OPEN_ROTATION, tries=0, **which):
        Rotation.objects.filter(pk=rotation.pk).update(look_at=timezone.now())
        _look(rotation)


def _look(rotation: Rotation) -> None:
    with transaction.atomic():
        look_at_rotation.enqueue(str(rotation.pk))


def _claimed(rotation_id: uuid.UUID) -> Rotation | None:
    """The rotation, for this process alone, if it is due."""
    now = timezone.now()
    due = Rotation.objects.filter(IS_OPEN_ROTATION, pk=rotation_id, look_at__lte=now)
    if not due.update(look_at=now + _LONGEST):
        return None
    joined = Rotation.objects.select_related("account__team", "old__application", "successor")
    return joined.get(pk=rotation_id)


def _failed(rotation: Rotation, error: KeydeskError) -> None:
    tries = rotation.tries + 1
    look_at = timezone.now() + LADDER[tries - 1] if tries <= len(LADDER) else None
    _note(rotation, tries=tries, trouble=pack(error.sentence), look_at=look_at)


def _note(rotation: Rotation, **columns: object) -> None:
    for name, value in columns.items():
        setattr(rotation, name, value)
    Rotation.objects.filter(pk=rotation.pk).update(**columns)
