"""One object of every kind, all of them of Alice's team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from credentials import audit, bulk, campaigns, onboarding, people, teams, vault
from credentials.audit import SYSTEM
from credentials.core import (
    FindingCause,
    KeyState,
    LogStreamKind,
    ReviewChoice,
    Role,
    RotationState,
    WebhookForm,
)
from credentials.findings import evaluation
from credentials.log_streams import sealed_parts
from credentials.models import (
    Account,
    Application,
    BulkJob,
    ConsentLink,
    ConsumerKey,
    Finding,
    Handover,
    Invitation,
    KeyRequest,
    LiveApplication,
    LiveClient,
    LiveCredential,
    LogStream,
    Membership,
    Person,
    Rotation,
    ServiceAccount,
    Team,
    Usage,
    Webhook,
)
from credentials.notices import webhook_secrets
from credentials.rights import parse_rules


@dataclass(frozen=True, slots=True)
class World:
    """Alice's team with one object of every kind, and the addresses of their pages."""

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
    vault.choose_management_key(account, consumer_key, actor=SYSTEM)
    profile = teams.save_profile(
        team,
        teams.ProfileDraft(name="dns-01", rules=parse_rules("GET /domain/zone/*")),
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
            "rotation_id": _rotating(consumer_key, by=alice).pk,
            "job_id": _selected(account, by=alice).pk,
            **_reviewed(account, by=alice),
            "finding_id": _found(account).pk,
            "webhook_id": _webhook(team).pk,
            "stream_id": _streamed(team).pk,
            "usage_id": _used(service_account).pk,
            "handover_id": _handed(service_account, by=alice).pk,
            "link_id": _linked(application, by=alice).pk,
            "profile_id": profile.pk,
            "team_id": team.pk,
            "invitation_id": _invited(team, by=alice).pk,
            "membership_id": Membership.objects.get(team=team, person=alice).pk,
        },
    )


def _rotating(key: ConsumerKey, *, by: Person) -> Rotation:
    """A rotation whose successor waits to be handed over."""
    now = timezone.now()
    successor = vault.store_consumer_key(
        key.application,
        metadata=vault.EntryMetadata(label="its successor"),
        secret="a0successor0s0consumer0key000001",
        state=KeyState.VALIDATED,
        rules=key.rules,
        allowed_ips=[],
        actor=SYSTEM,
    )
    return Rotation.objects.create(
        account=key.account,
        old=key,
        successor=successor,
        state=RotationState.VALIDATED,
        reached={RotationState.VALIDATED.value: now.isoformat()},
        started_by=by,
        look_at=now + timedelta(days=1),
    )


def _selected(account: Account, *, by: Person) -> BulkJob:
    """A selection of the listed key, which nobody has started."""
    keys = LiveCredential.objects.filter(account=account)
    return bulk.select_keys(account.team, keys, actor=audit.actor_of(by))


def _reviewed(account: Account, *, by: Person) -> dict[str, object]:
    """A campaign over the listed key, which somebody has decided to keep."""
    keys, actor = LiveCredential.objects.filter(account=account), audit.actor_of(by)
    terms = campaigns.CampaignTerms(name="Review", ends_at=timezone.now() + timedelta(days=20))
    seen = campaigns.preview_of(account.team, keys).digest
    campaign = campaigns.start(account.team, keys, terms, seen=seen, actor=actor)
    item = campaign.items.get()
    campaigns.decide(item, ReviewChoice.KEEP, reason="It is in use.", actor=actor)
    return {"campaign_id": campaign.pk, "item_id": item.pk}


def _found(account: Account) -> Finding:
    """What is found in the listed key, once it was judged."""
    evaluation.judge_account(account, cause=FindingCause.READING)
    return Finding.objects.filter(account=account).order_by("pk")[0]


def _invited(team: Team, *, by: Person) -> Invitation:
    return people.invite(team, "charles@example.com", role=Role.REQUESTER, person=by, actor=SYSTEM)


def _handed(entry: ServiceAccount, *, by: Person) -> Handover:
    """A handover link that nobody has opened."""
    handing = onboarding.Handing(
        form=onboarding.FORMATS["ovh.conf"], sender="Harbour", recipient="charles@example.com"
    )
    return onboarding.make_handover(entry.entry, handing, person=by, actor=SYSTEM).handover


def _webhook(team: Team) -> Webhook:
    """A webhook that was added, to a host that is not listed any more."""
    webhook = Webhook(
        team=team,
        label="on call",
        form=WebhookForm.STANDARD,
        host="hooks.example.com",
        created_at=timezone.now(),
    )
    webhook_secrets.seal(webhook, url="https://hooks.example.com/a0hook0path", secret="whsec_YQ==")
    webhook.save()
    return webhook


def _streamed(team: Team) -> LogStream:
    """A stream that was set up, to a host that is not listed any more."""
    stream = LogStream(
        team=team,
        label="archive",
        kind=LogStreamKind.SYSLOG,
        host="siem.example.com:6514",
        added_by="alice@example.com",
        created_at=timezone.now(),
    )
    sealed_parts.seal(stream, address="siem.example.com", secret="")
    stream.save()
    return stream


def _used(entry: ServiceAccount) -> Usage:
    return vault.add_usage(entry.entry, vault.UsageLine(place="web-1"), actor=SYSTEM)


def _linked(application: Application, *, by: Person) -> ConsentLink:
    """A consent link that nobody has pressed."""
    spec = onboarding.KeyRequestSpec(
        metadata=vault.EntryMetadata(label="a customer's key"),
        rules=parse_rules("GET /domain/zone/*"),
        allowed_ips=("192.0.2.0/24",),
    )
    link, _ = onboarding.make_consent_link(
        application,
        spec,
        onboarding.ConsentWords(asked_by="Harbour"),
        lifetime=timedelta(days=7),
        person=by,
        actor=SYSTEM,
    )
    return link


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
    """A request whose visit to the consent page is over."""
    return KeyRequest.objects.create(
        consumer_key=key,
        requested_by=by,
        validation_url="http://127.0.0.1:9/auth/",
        token_hash="0" * 64,
        expires_at=timezone.now() + timedelta(minutes=15),
        closed_at=timezone.now(),
    )
