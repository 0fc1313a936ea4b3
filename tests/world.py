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
    now = timezone.now()
    onboarding.manage_with(account, consumer_key, actor=SYSTEM)
    live_application = LiveApplication.objects.create(
        account=account, application_id=71, name="dns-updater", first_seen_at=now, read_at=now
    )
    credential = LiveCredential.objects.create(
        account=account,
        credential_id=4711,
        application_id=71,
        live_application=live_application,
        status="validated",
        first_seen_at=now,
        read_at=now,
    )
    client = LiveClient.objects.create(
        account=account,
        client_id=service_account.client_id,
        name="reporting",
        first_seen_at=now,
        read_at=now,
    )
    request = KeyRequest.objects.create(
        consumer_key=consumer_key,
        requested_by=alice,
        validation_url="https://example.com/auth/",
        token_hash="0" * 64,
        expires_at=now + timedelta(minutes=15),
        closed_at=now,
    )
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
            "request_id": request.pk,
            "credential_id": credential.credential_id,
            "application_id": live_application.application_id,
            "client_id": client.client_id,
            "profile_id": profile.pk,
            "team_id": team.pk,
            "membership_id": Membership.objects.get(team=team, person=alice).pk,
        },
    )
