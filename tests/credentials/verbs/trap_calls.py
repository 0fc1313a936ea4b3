"""Verbs of traps, on a listed key that reads nothing that matters."""

from __future__ import annotations

from credentials import traps
from credentials.audit import SYSTEM, Actor
from credentials.models import LiveCredential
from credentials.rights import parse_rules, rules_to_api
from tests.credentials.verbs.scene import Scene


def _harmless(scene: Scene) -> LiveCredential:
    key = scene.world.live("audit trial")
    key.rules = rules_to_api(parse_rules("GET /auth/time"))
    key.save()
    return key


def lay(scene: Scene, actor: Actor) -> None:
    traps.lay(_harmless(scene), "a page of the wiki", actor=actor)


def lay_own_key(scene: Scene, actor: Actor) -> None:
    traps.lay(scene.own_live_key, "a page of the wiki", actor=actor)


def take_up(scene: Scene, actor: Actor) -> None:
    lay(scene, SYSTEM)
    traps.take_up(scene.world.live("audit trial"), actor=actor)
