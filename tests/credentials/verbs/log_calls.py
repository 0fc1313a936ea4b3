"""Verbs on logs of API calls, called with something to take in."""

from __future__ import annotations

import json

from django.utils import timezone

from credentials import seen_calls
from credentials.audit import Actor
from tests.credentials.verbs.scene import Scene


def take_in_forwarded_log(scene: Scene, actor: Actor) -> object:
    call = {"account": scene.world.nic, "method": "POST", "path": "/me/sshKey"}
    log = json.dumps(call | {"timestamp": timezone.now().isoformat()})
    return seen_calls.take_in_forwarded_log(scene.world.account, log, actor=actor)
