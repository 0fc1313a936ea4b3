"""The verb of leak checks, with a service that knows nothing."""

from __future__ import annotations

from collections.abc import Iterable

from credentials import leak_checks
from credentials.audit import Actor
from tests.credentials.verbs.scene import Scene


class _Nothing:
    def suffixes(self, prefix: str) -> Iterable[str]:
        return ()


def check_entry(scene: Scene, actor: Actor) -> None:
    leak_checks.check_entry(scene.consumer_key.entry, _Nothing(), actor=actor)
