"""One thing of every kind, all of it of Alice's team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from credentials import onboarding, profiles
from credentials.audit import SYSTEM
from credentials.models import (
    Account,
    Application,
    ConsumerKey,
    KeyRequest,
    LiveApplication,
    LiveClient,
    LiveCredential,
    Membership,
    Person,
    ServiceAccount,
    Team,
)
from credentials.rights import parse_rules


@dataclass(frozen=True, slots=True)
class World:
    """Alice's team with one thing of every kind, and the browser of whoever a test sits down."""

    team: Team
    things: dict[str, object]

    def url(self, name: str, things: str) -> str:
        """The address called ``name`` of these things (their names in the address)."""
        return reverse(name, kwargs={key: self.things[key] for key in things.split()})


@pytest.fixture
def one_of_each(
    team: Team,
    alice: Person,
    account: Account,
    application: Application,
    consumer_key: ConsumerKey,
    service_account: ServiceAccount,
) -> World:
    onboarding.manage_with(account, consumer_key, actor=SYSTEM)
    profile = profiles.save(
        team,
        profiles.Saving(name="dns-01", rules=parse_rules("GET /domain/zone/*")),
        author=alice,
        actor=SYSTEM,
    ).profile
    return World(
        team,
        {
            "account_id": account.pk,
            "entry_id": service_account.pk,
            "key_id": consumer_key.pk,
            "number": 1,
            "request_id": _requested(consumer_key, by=alice).pk,
            **_listed(account, service_account.client_id),
            "profile_id": profile.pk,
            "team_id": team.pk,
            "membership_id": Membership.objects.get(team=team, person=alice).pk,
        },
    )


def _listed(account: Account, client_id: str) -> dict[str, object]:
    """What OVHcloud lists: an application with its key, and a client."""
    seen = {"first_seen_at": timezone.now(), "read_at": timezone.now()}
    application = LiveApplication.objects.create(
        account=account, application_id=71, name="dns-updater", **seen
    )
    credential = LiveCredential.objects.create(
        account=account,
        credential_id=4711,
        application_id=application.application_id,
        live_application=application,
        status="validated",
        **seen,
    )
    LiveClient.objects.create(account=account, client_id=client_id, name="reporting", **seen)
    return {
        "credential_id": credential.credential_id,
        "application_id": application.application_id,
        "client_id": client_id,
    }


def _requested(key: ConsumerKey, *, by: Person) -> KeyRequest:
    """A trip to the consent page that is over."""
    return KeyRequest.objects.create(
        consumer_key=key,
        requested_by=by,
        validation_url="https://example.com/auth/",
        token_hash="0" * 64,
        expires_at=timezone.now() + timedelta(minutes=15),
        closed_at=timezone.now(),
    )
