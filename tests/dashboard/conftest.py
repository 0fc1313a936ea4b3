"""What the tests of new keys share: an application of the demo world, and the way through."""

from __future__ import annotations

import pytest

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import Account, ServiceAccount
from sandbox.demo_world import NIC_A, DemoClient, DemoWorld
from sandbox.server import Running
from tests.dashboard.wizard_driver import WizardDriver
from tests.live_world import LiveWorld, take_over
from tests.people import Browser


@pytest.fixture
def wizard(
    browser_of_alice: Browser,
    account: Account,
    demo: DemoWorld,
    sandbox_server: Running,
) -> WizardDriver:
    """Alice, who wants a key of an application of her demo account."""
    vault.bind_account(account, NIC_A, seen="", actor=SYSTEM)
    key = demo.management(NIC_A)
    application = vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="dns-updater"),
        application_key=key.application_key,
        secret=key.application_secret,
        actor=SYSTEM,
    )
    return WizardDriver(browser_of_alice, account, application, demo, sandbox_server.sandbox)


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    """Alice's demo account with its management key, read once."""
    stands = take_over(account, demo, sandbox_server)
    stands.sync()
    return stands


@pytest.fixture
def dns_automation(demo: DemoWorld) -> DemoClient:
    """The service account of Alice's demo account."""
    return next(client for client in demo.clients if client.label == "dns-automation")


@pytest.fixture
def stored_client(world: LiveWorld, dns_automation: DemoClient) -> ServiceAccount:
    """The demo's service account, in the vault."""
    return vault.store_service_account(
        world.account,
        metadata=vault.EntryMetadata(label="dns automation", used_by="host.example.com"),
        client_id=dns_automation.client_id,
        secret=dns_automation.client_secret,
        actor=SYSTEM,
    )
