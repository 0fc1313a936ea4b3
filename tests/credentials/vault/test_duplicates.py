"""An account holds each application, key and client once, whoever stores it at the same moment."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError

from credentials import service_accounts, vault
from credentials.audit import SYSTEM
from credentials.core import NotAllowedError
from credentials.models import Account, Application, ConsumerKey, Entry, ServiceAccount
from credentials.service_accounts import ClientCredentials
from sandbox.demo_world import DemoWorld
from sandbox.server import Running
from tests.live_world import LiveWorld, adopt, take_over
from tests.two_at_once import second_of

METADATA = vault.EntryMetadata(label="another")
KEY = "0a1b2c3d4e5f6071"
at_once = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(account: Account, demo: DemoWorld, sandbox_server: Running) -> LiveWorld:
    return take_over(account, demo, sandbox_server)


@at_once
def test_a_service_account_that_two_store_at_once_is_kept_once(world: LiveWorld) -> None:
    client = next(client for client in world.demo.clients if client.label == "dns-automation")
    credentials = ClientCredentials(client_id=client.client_id, client_secret=client.client_secret)

    def store() -> ServiceAccount:
        return service_accounts.store(world.account, credentials, metadata=METADATA, actor=SYSTEM)

    with pytest.raises(NotAllowedError, match="is stored already, as another"):
        second_of(holds=store, then=lambda: None, other=store)
    assert ServiceAccount.objects.count() == 1


@at_once
def test_a_key_that_two_adopt_at_once_is_kept_once(world: LiveWorld) -> None:
    key = world.planned("terraform laptop")
    with pytest.raises(NotAllowedError, match="This consumer key is stored already"):
        second_of(
            holds=lambda: adopt(world.account, key),
            then=lambda: None,
            other=lambda: adopt(world.account, key),
        )
    assert ConsumerKey.objects.filter(credential_id=key.credential_id).count() == 1
    assert Application.objects.filter(application_key=key.application_key).count() == 1


@at_once
def test_an_application_that_two_store_at_once_is_kept_once(account: Account) -> None:
    def store(secret: str) -> Application:
        return vault.store_application(
            account, metadata=METADATA, application_key=KEY, secret=secret, actor=SYSTEM
        )

    with pytest.raises(NotAllowedError, match="This application key is stored already"):
        second_of(holds=lambda: store("0" * 32), then=lambda: None, other=lambda: store("1" * 32))


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_one(application: Application) -> None:
    with pytest.raises(IntegrityError):
        Application.objects.create(
            account=application.account,
            kind=application.kind,
            label="duplicate",
            application_key=application.application_key,
            ovhcloud_id=application.ovhcloud_id,
        )


@pytest.mark.django_db
def test_a_validated_key_is_known_by_its_number(world: LiveWorld) -> None:
    key = world.store("terraform laptop")
    assert Entry.objects.get(pk=key.pk).ovhcloud_id == str(key.credential_id)


@pytest.mark.django_db
def test_an_entry_comes_back_only_where_no_other_is_the_same(application: Application) -> None:
    vault.archive(application.entry, actor=SYSTEM)
    duplicate = Application.objects.create(
        account=application.account,
        kind=application.kind,
        label="duplicate",
        application_key=application.application_key,
        ovhcloud_id=application.ovhcloud_id,
    )
    with pytest.raises(NotAllowedError, match="duplicate is the same at OVHcloud"):
        vault.unarchive(application.entry, actor=SYSTEM)
    vault.archive(duplicate.entry, actor=SYSTEM)
    vault.unarchive(application.entry, actor=SYSTEM)


@pytest.mark.django_db
def test_one_application_may_be_in_two_accounts(application: Application) -> None:
    team = application.account.team
    other = vault.add_account(team, label="Other", endpoint="sandbox", actor=SYSTEM)
    secret = vault.reveal(application, actor=SYSTEM).expose()
    stored = vault.store_application(
        other,
        metadata=METADATA,
        application_key=application.application_key,
        secret=secret,
        actor=SYSTEM,
    )
    assert stored.ovhcloud_id == application.ovhcloud_id


@pytest.mark.django_db
def test_the_migration_keeps_duplicates_and_says_which_they_are(
    application: Application,
    service_account: ServiceAccount,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As a database of an earlier version may hold them: no entry has an id yet."""
    duplicate = Application.objects.create(
        account=application.account,
        kind=application.kind,
        label="duplicate",
        application_key=application.application_key,
    )
    Entry.objects.update(ovhcloud_id="")
    import_module("credentials.migrations.0014_one_entry_an_ovhcloud_id").fill(apps, None)
    ids = dict(Entry.objects.values_list("pk", "ovhcloud_id"))
    assert ids == {
        application.pk: application.application_key,
        duplicate.pk: "",
        service_account.pk: service_account.client_id,
    }
    assert "the entry duplicate is what the entry dns-updater is" in caplog.text
    assert "archive the other" in caplog.text
