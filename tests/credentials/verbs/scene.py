"""What the verbs of the table are tried on: made when a verb asks for it, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

import pytest
from django.utils import timezone

from credentials import audit, live, onboarding, people, rotations, teams, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import KeyState, Role, RotationState
from credentials.link_tokens import digest_of
from credentials.models import (
    Account,
    Application,
    ConsentLink,
    ConsumerKey,
    Invitation,
    KeyRequest,
    LiveApplication,
    LiveClient,
    LiveCredential,
    Membership,
    Person,
    Profile,
    Rotation,
    ServiceAccount,
    Team,
)
from credentials.rights import parse_rules
from credentials.service_accounts import ClientCredentials
from credentials.teams import ProfileDraft
from tests.live_world import LiveWorld, take_over
from tests.people import join, make_person, make_team, rewrite

METADATA = vault.EntryMetadata(label="another")
RULES = parse_rules("GET /domain/zone/*")
TOKEN = "a0token0of0the0way0back"


class Scene:
    """Alice's team, account and entries; ``world`` is the same account with a real key of it."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._request = request

    def _fixture(self, name: str) -> Any:
        return self._request.getfixturevalue(name)

    def use_own_folder(self) -> None:
        """Let what is kept in files be kept where no other test looks."""
        self._fixture("settings").VAR_DIR = self._fixture("tmp_path")

    def queue_tasks(self) -> None:
        """Let what is queued wait for a worker."""
        self._fixture("tasks_wait")

    @cached_property
    def alice(self) -> Person:
        alice: Person = self._fixture("alice")
        return alice

    @cached_property
    def team(self) -> Team:
        team: Team = self._fixture("team")
        return team

    @cached_property
    def charlie(self) -> Person:
        return make_person("charlie")

    @cached_property
    def account(self) -> Account:
        account: Account = self._fixture("account")
        return account

    @cached_property
    def application(self) -> Application:
        application: Application = self._fixture("application")
        return application

    @cached_property
    def consumer_key(self) -> ConsumerKey:
        consumer_key: ConsumerKey = self._fixture("consumer_key")
        return consumer_key

    @cached_property
    def service_account(self) -> ServiceAccount:
        service_account: ServiceAccount = self._fixture("service_account")
        return service_account

    @cached_property
    def bob(self) -> Membership:
        """Bob's membership, whatever his role."""
        bob = Person.objects.filter(email="bob@example.com").first() or make_person("bob")
        if not Membership.objects.filter(person=bob, team=self.team).exists():
            join(self.team, bob, Role.OPERATOR)
        return Membership.objects.get(person=bob, team=self.team)

    @cached_property
    def profile(self) -> Profile:
        draft = ProfileDraft(name="dns-01", rules=RULES)
        return teams.save_profile(self.team, draft, author=self.alice, actor=SYSTEM).profile

    @cached_property
    def other_profile(self) -> Profile:
        draft = ProfileDraft(name="terraform", rules=RULES)
        return teams.save_profile(self.team, draft, author=self.alice, actor=SYSTEM).profile

    @cached_property
    def invitation(self) -> Invitation:
        return people.invite(
            self.team, "charlie@example.com", role=Role.AUDITOR, person=self.alice, actor=SYSTEM
        )

    @cached_property
    def world(self) -> LiveWorld:
        """The sandbox's account, read once."""
        account, demo = self.account, self._fixture("demo")
        world = take_over(account, demo, self._fixture("sandbox_server"))
        world.sync()
        return world

    @cached_property
    def client(self) -> ClientCredentials:
        client = next(each for each in self.world.demo.clients if each.label == "dns-automation")
        return ClientCredentials(client_id=client.client_id, client_secret=client.client_secret)

    @property
    def wrong_client(self) -> ClientCredentials:
        return replace(self.client, client_secret="a0wrong0client0secret00000000001")

    @cached_property
    def stored_client(self) -> ServiceAccount:
        return vault.store_service_account(
            self.world.account,
            metadata=METADATA,
            client_id=self.client.client_id,
            secret=self.client.client_secret,
            actor=SYSTEM,
        )

    @cached_property
    def live_client(self) -> LiveClient:
        return LiveClient.objects.get(client_id=self.client.client_id)

    @cached_property
    def live_application(self) -> LiveApplication:
        number = self.world.planned("audit trial").application_id
        return LiveApplication.objects.get(application_id=number)

    @property
    def keys_of_application(self) -> frozenset[int]:
        return frozenset(self.live_application.credentials.values_list("credential_id", flat=True))

    @cached_property
    def other_account(self) -> Account:
        return vault.add_account(self.team, label="Other", endpoint="sandbox", actor=SYSTEM)

    @cached_property
    def another_member(self) -> Membership:
        """Charlie's membership."""
        join(self.team, self.charlie, Role.OPERATOR)
        return Membership.objects.get(person=self.charlie, team=self.team)

    @cached_property
    def member_elsewhere(self) -> Person:
        """Charlie, who is in a team of others as well."""
        make_team("Pier", self.charlie)
        return self.another_member.person

    def map_groups(self) -> str:
        """The group of the identity provider whose people operate the team."""
        self._fixture("settings").OIDC_GROUPS = (("operators", self.team.name, Role.OPERATOR),)
        return "operators"

    @cached_property
    def only_admin(self) -> Membership:
        """Bob's membership, with nobody beside him who may take his place."""
        rewrite(Membership.objects.filter(person=self.alice), role=Role.OPERATOR)
        return Membership.objects.get(pk=self.bob.pk)

    def triple(self, label: str) -> onboarding.KeyTriple:
        key = self.world.planned(label)
        return onboarding.KeyTriple(
            application_key=key.application_key,
            application_secret=key.application_secret,
            consumer_key=key.consumer_key,
        )

    @cached_property
    def own_application(self) -> Application:
        """The application of the management key: one of which keys can be requested."""
        key = self.world.account.management_key
        assert key is not None
        return key.application

    @property
    def own_live_key(self) -> LiveCredential:
        return self.world.live("keydesk")

    @cached_property
    def validated_rotation(self) -> Rotation:
        """One whose successor waits to be handed over."""
        return Rotation.objects.create(
            account=self.account,
            old=self.consumer_key,
            successor=self.consumer_key,
            state=RotationState.VALIDATED,
        )

    @property
    def cancelled_rotation(self) -> Rotation:
        rotations.cancel(self.validated_rotation, actor=SYSTEM)
        return self.validated_rotation

    @cached_property
    def frozen_key(self) -> LiveCredential:
        live.freeze(self.world.live("terraform laptop"), actor=SYSTEM)
        return self.world.live("terraform laptop")

    @cached_property
    def key_request(self) -> KeyRequest:
        """A request whose key OVHcloud accepted, and nobody looked yet."""
        key = self.world.store("terraform laptop")
        ConsumerKey.objects.filter(pk=key.pk).update(state=KeyState.PENDING)
        return self._requested(key)

    @cached_property
    def open_request(self) -> KeyRequest:
        return self._requested(self.consumer_key)

    def consent_link(self, application: Application | None = None) -> tuple[ConsentLink, str]:
        """A link that nobody has pressed, of Bob's, and its token."""
        return onboarding.make_consent_link(
            application or self.application,
            onboarding.KeyRequestSpec(metadata=METADATA, rules=RULES),
            onboarding.ConsentWords(asked_by="Harbour"),
            lifetime=timedelta(days=1),
            person=self.bob.person,
            actor=SYSTEM,
        )

    def _requested(self, key: ConsumerKey) -> KeyRequest:
        return KeyRequest.objects.create(
            consumer_key=ConsumerKey.objects.get(pk=key.pk),
            requested_by=self.bob.person,
            requested_rules=[],
            validation_url="https://example.com/auth/",
            token_hash=digest_of(TOKEN),
            expires_at=timezone.now() + timedelta(minutes=15),
        )

    def actor(self, role: Role | None) -> Actor:
        """Bob in that role; Keydesk itself without one."""
        if role is None:
            return SYSTEM
        rewrite(Membership.objects.filter(pk=self.bob.pk), role=role)
        return audit.actor_of(self.bob.person, "192.0.2.7")
