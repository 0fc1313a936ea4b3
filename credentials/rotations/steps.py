"""The steps of a rotation: each says whether it is done, and does it where it can.

A step that calls OVHcloud is a verb of ``live``, with its own entries; that the rotation moved on
is an entry of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from credentials import audit, live, onboarding, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import (
    AuditAction,
    CredentialState,
    KeyState,
    NotAllowedError,
    RotationState,
    gettext_noop,
    say,
)
from credentials.models import ConsumerKey, KeyRequest, LiveCredential, Rotation
from credentials.rotations.evidence import first_use, is_handed_over, is_silent
from credentials.rotations.starting import live_key_of

_CAME_TO_NOTHING: Final = frozenset({KeyState.REFUSED, KeyState.ABANDONED})
#: What a key is asked before Keydesk works with it.
_READS: Final = frozenset({"GET /me/api/application", "GET /me/api/credential"})


def take_steps(rotation: Rotation) -> None:
    """Take every step that can be taken now.

    Raises what the step raises that fails, and ``RowChangedOutside`` for a rotation that is not as
    Keydesk wrote it.
    """
    audit.guard_holds(rotation)
    while (step := _STEPS.get(RotationState(rotation.state))) is not None:
        if not step(rotation):
            return


def move(rotation: Rotation, state: RotationState, *, actor: Actor = SYSTEM) -> None:
    """Write down that the rotation is in that state now; of two at the same moment, one does."""
    before = rotation.state
    with audit.attempt(
        AuditAction.ROTATION_ADVANCED,
        actor=actor,
        subject=audit.subject_of(rotation),
        details={"state": state.value},
    ) as attempt:
        locked = Rotation.objects.select_for_update(of=("self",)).get(pk=rotation.pk)
        if locked.state != before:
            attempt.withdraw()
        else:
            audit.guard_holds(locked)
            attempt.log()
            write_state(locked, state)
        rotation.take_from(locked)


def write_state(locked: Rotation, state: RotationState) -> None:
    """The state and its moment, on the locked row; the log has it already."""
    locked.state = state
    locked.reached = {**locked.reached, state.value: timezone.now().isoformat()}
    locked.save(update_fields=["state", "reached"])


def _validated(rotation: Rotation) -> bool:
    _follow(rotation)
    if rotation.successor.state != KeyState.VALIDATED:
        return False
    move(rotation, RotationState.VALIDATED)
    return True


def _follow(rotation: Rotation) -> None:
    """Where a request came to nothing and was made once more, the key of that one succeeds."""
    while rotation.successor.state in _CAME_TO_NOTHING:
        request = KeyRequest.objects.filter(consumer_key=rotation.successor).first()
        repeats = KeyRequest.objects.filter(
            origin=f"again:{request.pk if request else ''}",
            consumer_key__account=rotation.account_id,
        )
        repeated = repeats.select_related("consumer_key").order_by("-created_at").first()
        if repeated is None:
            return
        _succeed(rotation, repeated.consumer_key)


def _succeed(rotation: Rotation, key: ConsumerKey) -> None:
    with audit.attempt(
        AuditAction.ROTATION_ADVANCED,
        actor=SYSTEM,
        subject=audit.subject_of(rotation),
        details={"successor": key.label},
    ) as attempt:
        locked = Rotation.objects.select_for_update(of=("self",)).get(pk=rotation.pk)
        audit.guard_holds(locked)
        attempt.log()
        locked.successor = key
        locked.save(update_fields=["successor"])
    rotation.take_from(locked)
    rotation.successor = key


def _handed_over(rotation: Rotation) -> bool:
    """Of a key that Keydesk itself works with: it takes the successor up, once that can read."""
    if rotation.manages and _is_ours(rotation):
        _take_up(rotation)
    elif not is_handed_over(rotation):
        return False
    move(rotation, RotationState.HANDED_OVER)
    return True


def _proven(rotation: Rotation) -> bool:
    if _is_gone(rotation):
        return _over(rotation)
    if first_use(rotation) is None or not is_silent(rotation):
        return False
    move(rotation, RotationState.PROVEN)
    return True


def _retiring(rotation: Rotation) -> bool:
    if _is_gone(rotation):
        return _over(rotation)
    old = _old(rotation)
    if rotation.frozen_days and old.state == CredentialState.VALIDATED:
        live.freeze(old, actor=SYSTEM)
    move(rotation, RotationState.RETIRING)
    return True


def _retired(rotation: Rotation) -> bool:
    """A key that was thawed meanwhile is needed: its silence begins anew."""
    if _is_gone(rotation):
        return _over(rotation)
    old, begun = _old(rotation), rotation.reached_at(RotationState.RETIRING)
    if rotation.frozen_days and old.state == CredentialState.VALIDATED:
        move(rotation, RotationState.HANDED_OVER)
        return False
    if begun is None or timezone.now() < begun + timedelta(days=rotation.frozen_days):
        return False
    live.revoke(old, actor=SYSTEM)
    return _over(rotation)


def _over(rotation: Rotation) -> bool:
    move(rotation, RotationState.RETIRED)
    return False


def _is_gone(rotation: Rotation) -> bool:
    listed = live_key_of(rotation.old)
    return listed is not None and listed.gone_at is not None


def _old(rotation: Rotation) -> LiveCredential:
    listed = live_key_of(rotation.old)
    if listed is None:
        raise NotAllowedError(
            say(gettext_noop("The old key was not in the last reading of the account.")),
            next_step=say(gettext_noop("Read the live keys again.")),
        )
    return listed


def _is_ours(rotation: Rotation) -> bool:
    """Whether Keydesk works with one of the two still: somebody may have chosen a third."""
    account = vault.believed_account(rotation.account)
    return account.management_key_id in (rotation.old_id, rotation.successor_id)


def _take_up(rotation: Rotation) -> None:
    """Only a successor that was seen to read becomes the management key."""
    account = vault.believed_account(rotation.account)
    if account.management_key_id == rotation.successor_id:
        return
    check = onboarding.check_credential(rotation.successor.entry, actor=SYSTEM)
    if check.works and set(check.granted) >= _READS:
        vault.choose_management_key(account, rotation.successor, actor=SYSTEM)
        return
    raise NotAllowedError(
        say(gettext_noop("The successor was tried, and cannot read the live keys.")),
        next_step=say(gettext_noop("Look at its last test; the old key stays the management key.")),
    )


_STEPS: Final[Mapping[RotationState, Callable[[Rotation], bool]]] = {
    RotationState.REQUESTED: _validated,
    RotationState.VALIDATED: _handed_over,
    RotationState.HANDED_OVER: _proven,
    RotationState.PROVEN: _retiring,
    RotationState.RETIRING: _retired,
}
