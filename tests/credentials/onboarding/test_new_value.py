"""A pasted value is kept once a call with it was made, and what OVHcloud says of it goes along."""

from __future__ import annotations

import pytest

from credentials import onboarding, vault
from credentials.audit import SYSTEM
from credentials.core import ApiError, AuditAction, NotAllowedError, Outcome
from credentials.models import Account, AuditEntry, ConsumerKey, Entry
from sandbox.demo_world import NIC_A, NIC_C, DemoWorld
from sandbox.server import Running
from tests.live_world import LiveWorld, take_over

WRONG = "a0wrong0secret0of0thirty0two0sign"


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


def stored(entry: Entry) -> str:
    return vault.use(entry, actor=SYSTEM, purpose="test").expose()


def test_a_consumer_key_brings_its_rules_and_addresses(
    account: Account, demo: DemoWorld, sandbox_server: Running
) -> None:
    world = take_over(account, demo, sandbox_server, nic=NIC_C)
    key, other = world.store("shop deployment"), world.planned("shop deployment, old")
    assert onboarding.store_new_value(key.entry, other.consumer_key, actor=SYSTEM)
    kept = ConsumerKey.objects.get(pk=key.pk)
    assert kept.credential_id == other.credential_id
    assert stored(kept) == other.consumer_key


def test_one_that_ovhcloud_does_not_take_is_not_kept(world: LiveWorld) -> None:
    key, management = world.store("terraform laptop"), world.account.management_key
    assert management is not None
    for entry in (key.entry, key.application.entry, management.application.entry):
        before = stored(entry)
        with pytest.raises(ApiError):
            onboarding.store_new_value(entry, WRONG, actor=SYSTEM)
        assert stored(entry) == before
        newest = AuditEntry.objects.filter(action=AuditAction.SECRET_REPLACED).latest("seq")
        assert newest.outcome == Outcome.FAILED


def test_a_secret_that_is_kept_already_is_no_new_value(world: LiveWorld) -> None:
    key = world.store("terraform laptop")
    planned = world.planned("terraform laptop")
    with pytest.raises(NotAllowedError):
        onboarding.store_new_value(key.application.entry, planned.application_secret, actor=SYSTEM)


def test_an_application_without_a_key_cannot_be_tried(world: LiveWorld, account: Account) -> None:
    application = vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="alone"),
        application_key="a1application0key",
        secret="a0secret0of0an0application000001",
        actor=SYSTEM,
    )
    assert not onboarding.store_new_value(application.entry, WRONG, actor=SYSTEM)
    assert stored(application) == WRONG


def test_a_service_account_is_tried_by_its_token(world: LiveWorld) -> None:
    client = next(client for client in world.demo.clients if client.account == NIC_A)
    service_account = vault.store_service_account(
        world.account,
        metadata=vault.EntryMetadata(label="reporting"),
        client_id=client.client_id,
        secret="a0client0secret0of0before00000001",
        actor=SYSTEM,
    )
    with pytest.raises(ApiError):
        onboarding.store_new_value(service_account.entry, WRONG, actor=SYSTEM)
    assert onboarding.store_new_value(service_account.entry, client.client_secret, actor=SYSTEM)
    assert stored(service_account) == client.client_secret


def test_a_value_of_another_account_is_refused(world: LiveWorld) -> None:
    client = next(client for client in world.demo.clients if client.account != NIC_A)
    service_account = vault.store_service_account(
        world.account,
        metadata=vault.EntryMetadata(label="reporting"),
        client_id=client.client_id,
        secret="a0client0secret0of0before00000001",
        actor=SYSTEM,
    )
    with pytest.raises(NotAllowedError, match="belongs to the OVHcloud account"):
        onboarding.store_new_value(service_account.entry, client.client_secret, actor=SYSTEM)
