"""A rotation from its request to the end, as people, OVHcloud and the clock move it on."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from credentials import audit, onboarding, rotations
from credentials.audit import SYSTEM
from credentials.core import RotationState
from credentials.models import ConsumerKey, KeyRequest, Person, Rotation
from credentials.rotations import RotationPlan
from tests.live_world import LiveWorld
from tests.people import rewrite
from tests.sandbox.people import Person as AtOvhcloud

LABEL = "certbot on web-1"


@dataclass(slots=True)
class RotationDriver:
    """``person`` acts; the old key is the stored one that is called ``label`` in the demo."""

    world: LiveWorld
    person: Person
    label: str = LABEL

    def plan(self, **changes: Any) -> RotationPlan:
        return replace(rotations.plan_for(self.old), **changes)

    @property
    def old(self) -> ConsumerKey:
        if self.label == "keydesk":
            key = self.world.account.management_key
            assert key is not None
            return key
        credential_id = self.world.planned(self.label).credential_id
        stored = ConsumerKey.objects.filter(credential_id=credential_id).first()
        return stored or self.world.store(self.label)

    @property
    def rotation(self) -> Rotation:
        return Rotation.objects.get()

    @property
    def state(self) -> str:
        return self.rotation.state

    def start(self, **changes: Any) -> Rotation:
        """Begin it, by a person who may."""
        return rotations.start(
            self.old,
            self.plan(**changes),
            person=self.person,
            actor=audit.actor_of(self.person),
            callback_url=lambda token: f"https://keydesk.example.com/{token}/",
        )

    def accept(self) -> None:
        """Validate the successor at OVHcloud, and have Keydesk look."""
        request = KeyRequest.objects.get(consumer_key=self.rotation.successor_id)
        customer = AtOvhcloud(self.origin, self.world.nic)
        customer.answer(request.validation_url, "accept")
        onboarding.check_request(request, actor=SYSTEM)
        self.look()

    def hand_over(self) -> None:
        form = onboarding.FORMATS["ovh.conf"]
        successor = ConsumerKey.objects.get(pk=self.rotation.successor_id)
        onboarding.export_entry(
            successor.entry,
            form=form,
            actor=audit.actor_of(self.person),
            destination=onboarding.DOWNLOAD,
        )
        self.look()

    def use_successor(self) -> None:
        """As a program does, some minutes from now."""
        successor = ConsumerKey.objects.get(pk=self.rotation.successor_id)
        assert successor.credential_id is not None
        self.world.demo.world.last_use[successor.credential_id] = time.time() + 600

    def leave_old(self, days: int = 60) -> None:
        """Nothing has used the old key for so long."""
        number = self.world.planned(self.label).credential_id
        self.world.demo.world.last_use[number] = time.time() - days * 86400

    def read(self) -> None:
        """Read the account; what follows from it is looked at once that is committed."""
        self.world.sync()
        self.look()

    def pass_days(self, days: int) -> None:
        """What was reached so far was reached so many days earlier."""
        earlier = timedelta(days=days)
        rotation = self.rotation
        moments = {
            state.value: (moment - earlier).isoformat()
            for state in RotationState
            if (moment := rotation.reached_at(state)) is not None
        }
        rewrite(Rotation.objects.filter(pk=rotation.pk), reached=moments)

    def look(self) -> None:
        Rotation.objects.filter(pk=self.rotation.pk).update(look_at=timezone.now())
        rotations.look_by_the_clock()

    @property
    def origin(self) -> str:
        request = KeyRequest.objects.get(consumer_key=self.rotation.successor_id)
        return "/".join(request.validation_url.split("/")[:3])
