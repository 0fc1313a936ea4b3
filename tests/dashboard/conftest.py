"""What the tests of new keys share: an application of the demo world, and the way through."""

from __future__ import annotations

from functools import cache

import pytest

from credentials import client, conf, vault
from credentials.audit import SYSTEM
from credentials.client import Limits
from credentials.models import Account, ServiceAccount
from sandbox.demo_world import DemoClient, DemoWorld
from sandbox.server import Running
from tests.dashboard.trip import Trip
from tests.live_world import ALICE, LiveWorld, take_over
from tests.people import Browser

BRISK = Limits(
    connect_timeout=0.5, read_timeout=1, deadline=2, attempts=2, backoff=0.01, rate=0, workers=4
)


@pytest.fixture
def trip(
    browser_of_alice: Browser,
    account: Account,
    demo: DemoWorld,
    ovhcloud: Running,
    monkeypatch: pytest.MonkeyPatch,
) -> Trip:
    """Alice, who wants a key of an application of her demo account; OVHcloud answers briskly."""
    client.forget()
    monkeypatch.setattr(conf, "limits", cache(lambda: BRISK))
    key = demo.management(ALICE)
    application = vault.store_application(
        account,
        card=vault.Card(label="dns-updater"),
        application_key=key.application_key,
        secret=key.application_secret,
        actor=SYSTEM,
    )
    return Trip(browser_of_alice, account, application, demo, ovhcloud.sandbox)


@pytest.fixture
def world(
    account: Account, demo: DemoWorld, ovhcloud: Running, monkeypatch: pytest.MonkeyPatch
) -> LiveWorld:
    """Alice's demo account with its management key, read once; OVHcloud answers briskly."""
    monkeypatch.setattr(conf, "limits", cache(lambda: BRISK))
    stands = take_over(account, demo, ovhcloud)
    stands.sync()
    return stands


@pytest.fixture
def dns_automation(demo: DemoWorld) -> DemoClient:
    """The service account of Alice's demo account."""
    return next(client for client in demo.clients if client.label == "dns-automation")


@pytest.fixture
def kept(world: LiveWorld, dns_automation: DemoClient) -> ServiceAccount:
    """The demo's service account, in the vault."""
    return vault.store_service_account(
        world.account,
        card=vault.Card(label="dns automation", used_by="host.example.com"),
        client_id=dns_automation.client_id,
        secret=dns_automation.client_secret,
        actor=SYSTEM,
    )
