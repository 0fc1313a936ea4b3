"""The vault keeps what it is given, shows it on the record, and opens nothing that was moved."""

from __future__ import annotations

import pytest
from django.db import connection

from credentials import audit, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, KeyringError, NotAllowedError, Outcome
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    ConsumerKey,
    Person,
    SecretVersion,
    ServiceAccount,
    Team,
)
from credentials.sealing import Key
from credentials.vault import seal_locations
from tests.conftest import SECRETS


@pytest.fixture
def acting(alice: Person) -> Actor:
    """Alice, who may do everything in her team."""
    return audit.actor_of(alice, "192.0.2.1")


def swap_tokens(first: SecretVersion, second: SecretVersion) -> None:
    """In SQL, without the vault."""
    with connection.cursor() as cursor:
        for row, token in ((first.pk, second.token), (second.pk, first.token)):
            cursor.execute(
                "UPDATE credentials_secretversion SET token = %s WHERE id = %s", [token, row]
            )


def log_of(action: AuditAction) -> list[tuple[str, dict[str, object]]]:
    entries = AuditEntry.objects.filter(action=action).order_by("seq")
    return [(entry.outcome, entry.details) for entry in entries]


def test_what_is_stored_is_revealed(
    application: Application, consumer_key: ConsumerKey, acting: Actor
) -> None:
    assert vault.reveal(application, actor=acting).expose() == SECRETS["application"]
    assert vault.reveal(consumer_key, actor=acting).expose() == SECRETS["consumer_key"]


def test_a_reveal_is_in_the_log_with_its_version(application: Application, acting: Actor) -> None:
    vault.reveal(application, actor=acting)
    entry = AuditEntry.objects.get(action=AuditAction.SECRET_REVEALED)
    assert (entry.actor, entry.address, entry.subject) == (
        acting.name,
        acting.address,
        "dns-updater",
    )
    assert entry.details == {"version": 1}


def test_swapped_between_rows_both_fail(
    application: Application, account: Account, acting: Actor
) -> None:
    other = vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="other"),
        application_key="1111111111111111",
        secret="another0secret",
        actor=SYSTEM,
    )
    swap_tokens(application.versions.get(), other.versions.get())
    for entry in (application, other):
        with pytest.raises(KeyringError):
            vault.reveal(entry, actor=acting)


def test_swapped_between_columns_both_fail(
    application: Application, service_account: ServiceAccount, acting: Actor
) -> None:
    swap_tokens(application.versions.get(), service_account.versions.get())
    for entry in (application, service_account):
        with pytest.raises(KeyringError):
            vault.reveal(entry, actor=acting)


def test_a_secret_in_the_place_of_a_data_key_opens_nothing(
    application: Application, account: Account, acting: Actor
) -> None:
    token, data_key = application.versions.get().token, account.data_key
    SecretVersion.objects.update(token=data_key)
    Account.objects.update(data_key=token)
    with pytest.raises(KeyringError):
        vault.reveal(Application.objects.get(), actor=acting)


def test_swapped_between_accounts_both_fail(
    application: Application, team: Team, acting: Actor
) -> None:
    second = vault.add_account(team, label="Second", endpoint="sandbox", actor=SYSTEM)
    second_entry = vault.store_application(
        second,
        metadata=vault.EntryMetadata(label="second_entry"),
        application_key="0a1b2c3d4e5f6071",
        secret=SECRETS["application"],
        actor=SYSTEM,
    )
    swap_tokens(application.versions.get(), second_entry.versions.get())
    for entry in (application, second_entry):
        with pytest.raises(KeyringError):
            vault.reveal(entry, actor=acting)


def test_an_entry_moved_to_another_account_does_not_open(
    application: Application, team: Team, acting: Actor
) -> None:
    second = vault.add_account(team, label="Second", endpoint="sandbox", actor=SYSTEM)
    Application.objects.update(account=second)
    with pytest.raises(KeyringError):
        vault.reveal(Application.objects.get(), actor=acting)


def test_a_version_moved_to_another_entry_does_not_open(
    application: Application, service_account: ServiceAccount, acting: Actor
) -> None:
    service_account.versions.all().delete()
    SecretVersion.objects.filter(entry_id=application.pk).update(entry_id=service_account.pk)
    with pytest.raises(KeyringError):
        vault.reveal(service_account, actor=acting)


def test_a_failed_opening_is_in_the_log_too(application: Application, acting: Actor) -> None:
    SecretVersion.objects.update(
        token=Key.generate().seal("x", seal_locations.binding(application, 1))
    )
    with pytest.raises(KeyringError):
        vault.reveal(application, actor=acting)
    assert [outcome for outcome, _ in log_of(AuditAction.SECRET_REVEALED)] == [Outcome.FAILED]


def test_what_cannot_be_logged_is_not_revealed(application: Application, acting: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE credentials_auditentry RENAME TO elsewhere")
    with pytest.raises(Exception, match="credentials_auditentry"):
        vault.reveal(application, actor=acting)


def test_a_replacement_is_a_new_version_and_the_old_one_stays(
    application: Application, acting: Actor
) -> None:
    vault.replace_secret(application, "a0newer0secret", actor=acting)
    assert vault.reveal(application, actor=acting).expose() == "a0newer0secret"
    assert vault.reveal(application, actor=acting, number=1).expose() == SECRETS["application"]


def test_a_destroyed_version_is_gone_and_its_row_stays(
    application: Application, acting: Actor
) -> None:
    vault.destroy(application, 1, actor=acting)
    version = application.versions.get()
    assert (version.token, version.blind_index) == ("", "")
    assert version.destroyed_at is not None
    with pytest.raises(NotAllowedError):
        vault.reveal(application, actor=acting)


def test_destroying_twice_is_refused(application: Application, acting: Actor) -> None:
    vault.destroy(application, 1, actor=acting)
    with pytest.raises(NotAllowedError):
        vault.destroy(application, 1, actor=acting)


def test_a_value_finds_the_entry_that_holds_it(application: Application, team: Team) -> None:
    assert [e.pk for e in vault.entries_holding(f" {SECRETS['application']} ", team=team)] == [
        application.pk
    ]
    assert not vault.entries_holding("something else", team=team).exists()


def test_every_verb_is_in_the_log(application: Application, acting: Actor) -> None:
    vault.replace_secret(application, "a0newer0secret", actor=acting)
    vault.relabel(application.entry, vault.EntryMetadata(label="renamed"), actor=acting)
    vault.destroy(application, 1, actor=acting)
    vault.use(application, actor=acting, purpose="sync")
    for action in (
        AuditAction.ENTRY_STORED,
        AuditAction.SECRET_REPLACED,
        AuditAction.ENTRY_CHANGED,
        AuditAction.SECRET_DESTROYED,
        AuditAction.SECRET_USED,
    ):
        assert log_of(action), action
