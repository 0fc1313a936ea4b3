"""What people say of a rotation: that the successor is deployed, or that it is to go no further."""

from __future__ import annotations

from typing import Final

from credentials import audit, teams
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    NotAllowedError,
    Permission,
    RotationState,
    gettext_noop,
    say,
)
from credentials.models import Rotation
from credentials.rotations.steps import write_state


def mark_handed_over(rotation: Rotation, *, actor: Actor) -> None:
    """Say that the successor is where the old key was. Raises ``NotAllowedError`` for a rotation
    that waits for something else."""
    _change(
        rotation,
        RotationState.HANDED_OVER,
        action=AuditAction.ROTATION_ADVANCED,
        among=(RotationState.VALIDATED,),
        actor=actor,
    )


def cancel(rotation: Rotation, *, actor: Actor) -> None:
    """End the rotation, and leave both keys as they are. Raises ``NotAllowedError`` for one that is
    over."""
    _change(
        rotation,
        RotationState.CANCELLED,
        action=AuditAction.ROTATION_CANCELLED,
        among=tuple(state for state in RotationState if state not in _OVER),
        actor=actor,
    )


def _change(
    rotation: Rotation,
    state: RotationState,
    *,
    action: AuditAction,
    among: tuple[RotationState, ...],
    actor: Actor,
) -> None:
    subject = audit.subject_of(rotation)
    with teams.attempt(
        action, Permission.REVOKE, actor=actor, subject=subject, details={"state": state.value}
    ) as attempt:
        locked = Rotation.objects.select_for_update(of=("self",)).get(pk=rotation.pk)
        audit.guard_holds(locked)
        if locked.state not in among:
            raise NotAllowedError(
                say(gettext_noop("The rotation is not at that step any more.")),
                next_step=say(gettext_noop("Open its page to see where it is.")),
            )
        attempt.log()
        write_state(locked, state)
        rotation.take_from(locked)


_OVER: Final = (RotationState.RETIRED, RotationState.CANCELLED)
