"""What runs inside a Keydesk whose keys are rotated: the request, and a day that passes."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import timedelta
from typing import Final

from credentials import audit, onboarding, rotations, vault
from credentials.audit import SYSTEM
from credentials.core import RotationState
from credentials.models import IS_OPEN_ROTATION, KeyRequest, Person, Rotation
from tests.people import rewrite
from tests.torture.live_inside import account_under_way

_LONGEST_WAIT: Final = 30


def begin(application_key: str, secret: str, consumer_key: str) -> None:
    """Store a key, ask for its successor, say the page, and hand the successor over once it is
    validated. The old key may be frozen at once, and revoked a day later."""
    triple = onboarding.KeyTriple(
        application_key=application_key, application_secret=secret, consumer_key=consumer_key
    )
    label = f"rotated {Rotation.objects.count()}"
    metadata = vault.EntryMetadata(label=label)
    old = onboarding.adopt(account_under_way(), triple, metadata=metadata, actor=SYSTEM)
    alice = Person.objects.get()
    rotation = rotations.start(
        old,
        replace(rotations.plan_for(old), silence_days=0, frozen_days=1),
        person=alice,
        actor=audit.actor_of(alice),
        callback_url=lambda token: f"https://keydesk.example.com/ovh/callback/{token}/",
    )
    request = KeyRequest.objects.get(consumer_key=rotation.successor_id)
    _say(f"page {request.validation_url}")
    while onboarding.may_still_change(request):
        request = onboarding.check_request(request, actor=SYSTEM)
        time.sleep(0.05)
    rotation = _validated(rotation)
    rotations.mark_handed_over(rotation, actor=audit.actor_of(alice))
    _say(f"rotated {old.credential_id} {rotation.successor.credential_id}")


def go_on() -> None:
    """A day later: have each rotation under way looked at."""
    for rotation in Rotation.objects.filter(IS_OPEN_ROTATION):
        earlier = {
            state.value: (moment - timedelta(days=1)).isoformat()
            for state in RotationState
            if (moment := rotation.reached_at(state)) is not None
        }
        rewrite(Rotation.objects.filter(pk=rotation.pk), reached=earlier)
        rotations.look_again(Rotation.objects.get(pk=rotation.pk))


def _validated(rotation: Rotation) -> Rotation:
    """The rotation once the worker saw that its successor is validated."""
    began = time.monotonic()
    while rotation.state != RotationState.VALIDATED:
        if time.monotonic() - began > _LONGEST_WAIT:
            raise TimeoutError(f"stuck: {rotation.state}")
        time.sleep(0.1)
        rotation = Rotation.objects.select_related("successor").get(pk=rotation.pk)
    return rotation


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
