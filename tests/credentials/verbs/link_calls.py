"""How the verbs of links and of places of use are called."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from credentials import audit, onboarding, teams, vault
from credentials.audit import Actor
from credentials.core import KeyState
from credentials.models import ConsumerKey, Usage
from credentials.onboarding import FORMATS
from credentials.rights import TeamPolicy
from tests.credentials.verbs.scene import Scene
from tests.credentials.verbs.verb_calls import spec

HANDING: Final = onboarding.Handing(
    form=FORMATS["ovh.conf"], sender="Harbour", recipient="charlie@example.com"
)


def hand_over_refused_key(scene: Scene, actor: Actor) -> object:
    ConsumerKey.objects.filter(pk=scene.consumer_key.pk).update(state=KeyState.REFUSED)
    key = scene.consumer_key.entry
    return onboarding.make_handover(key, HANDING, person=scene.alice, actor=actor)


def withdraw_handover(scene: Scene, actor: Actor) -> None:
    made = onboarding.make_handover(
        scene.application.entry, HANDING, person=scene.alice, actor=audit.SYSTEM
    )
    onboarding.withdraw_handover(made.handover, actor=actor)


LINE: Final = vault.UsageLine(place="web-1", owner="Bob", restart_note="systemctl reload")


def add_usage(scene: Scene, actor: Actor) -> object:
    return vault.add_usage(scene.application.entry, LINE, actor=actor)


def add_usage_to_a_full_list(scene: Scene, actor: Actor) -> object:
    places = [Usage(entry=scene.application.entry, place=f"web-{n}") for n in range(2, 102)]
    Usage.objects.bulk_create(places)
    return add_usage(scene, actor)


def remove_usage(scene: Scene, actor: Actor) -> None:
    usage = vault.add_usage(scene.application.entry, LINE, actor=audit.SYSTEM)
    vault.remove_usage(usage, actor=actor)


def send(scene: Scene, actor: Actor) -> object:
    """In the role of Bob, who made the link."""
    sending = vault.Sending(sender=scene.bob.person, to="charlie", link="1", form="ovh.conf")
    application = scene.application.entry
    return vault.send([application], sending, actor=actor, burn=lambda: None)


def make_consent_link(scene: Scene, actor: Actor) -> object:
    return onboarding.make_consent_link(
        scene.application,
        spec(),
        onboarding.ConsentWords(asked_by="Harbour"),
        lifetime=timedelta(days=1),
        person=scene.alice,
        actor=actor,
    )


def make_consent_link_against_policy(scene: Scene, actor: Actor) -> object:
    teams.change_policy(scene.team, TeamPolicy(requires_owner=True), actor=audit.SYSTEM)
    return make_consent_link(scene, actor)


def withdraw_consent_link(scene: Scene, actor: Actor) -> object:
    link, token = scene.consent_link()
    onboarding.withdraw_consent_link(link, actor=actor)
    return token
