"""A Keydesk account that reads an account of the sandbox's demo world with its management key."""

from __future__ import annotations

from dataclasses import dataclass

from credentials import onboarding, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import SyncState
from credentials.live import run_sync
from credentials.models import Account, ConsumerKey, LiveCredential, Person, Sync
from sandbox.app import Sandbox
from sandbox.demo_world import NIC_A, DemoKey, DemoWorld
from sandbox.demo_world.bulk import fill
from sandbox.server import Running


@dataclass(frozen=True, slots=True)
class LiveWorld:
    """``account`` reads the demo account ``nic`` in ``sandbox``."""

    account: Account
    nic: str
    demo: DemoWorld
    sandbox: Sandbox

    def sync(self, person: Person | None = None) -> Sync:
        """Read the account, as a worker would."""
        queued = Sync.objects.create(account=self.account, state=SyncState.QUEUED)
        run_sync.call(str(queued.pk), person.pk if person else None)
        return Sync.objects.get(pk=queued.pk)

    def fill(self, credentials: int) -> None:
        """Bring the demo account to so many keys."""
        now = self.sandbox.clock.now()
        fill(self.demo.world, self.nic, credentials=credentials, applications=0, now=now)

    def fail(self, *faults: str) -> None:
        """Switch these faults on and all others off."""
        self.sandbox.faults.clear()
        for fault in faults:
            self.sandbox.faults.add(fault)

    def planned(self, label: str) -> DemoKey:
        """The account's key that is called so in the demo."""
        own = (key for key in self.demo.keys if key.account == self.nic)
        return next(key for key in own if key.label == label)

    def live(self, label: str) -> LiveCredential:
        """The row of a demo key, as it is now."""
        credential_id = self.planned(label).credential_id
        return self.account.live_credentials.get(credential_id=credential_id)

    def store(self, label: str) -> ConsumerKey:
        """Adopt a demo key into the vault."""
        return adopt(self.account, self.planned(label))


def take_over(
    account: Account, demo: DemoWorld, sandbox_server: Running, *, nic: str = NIC_A
) -> LiveWorld:
    """Give ``account`` the management key of the demo account ``nic``."""
    vault.choose_management_key(account, adopt(account, demo.management(nic)), actor=SYSTEM)
    return LiveWorld(account, nic, demo, sandbox_server.sandbox)


def adopt(account: Account, key: DemoKey, *, actor: Actor = SYSTEM) -> ConsumerKey:
    """Take a demo key in; for Keydesk itself it binds the account to its OVHcloud account."""
    triple = onboarding.KeyTriple(
        application_key=key.application_key,
        application_secret=key.application_secret,
        consumer_key=key.consumer_key,
    )
    metadata = vault.EntryMetadata(label=key.label)
    return onboarding.adopt(account, triple, metadata=metadata, actor=actor)
