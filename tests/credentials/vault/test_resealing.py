"""A new master key: every wrapped key comes under it, in batches, and no secret is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries, Settings

from credentials import audit, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, KeyringError, Outcome
from credentials.models import Account, Application, AuditEntry, SecretVersion, Team
from credentials.sealing import Key, instance_key, key_id
from credentials.vault import resealing
from tests.conftest import SECRETS


@pytest.fixture
def old(settings: Settings, application: Application) -> Key:
    """The key that a vault with one account was filled under, now behind a new one."""
    old = Key.from_text(settings.KEYDESK_MASTER_KEYS)
    settings.KEYDESK_MASTER_KEYS = f"{Key.generate().to_text()}\n{old.to_text()}"
    return old


@pytest.fixture
def accounts(application: Application, team: Team) -> list[Account]:
    return [
        vault.add_account(team, label=f"Account {number}", endpoint="sandbox", actor=SYSTEM)
        for number in range(6)
    ]


def first_alone(settings: Settings) -> None:
    """Take every master key but the first away."""
    settings.KEYDESK_MASTER_KEYS = settings.KEYDESK_MASTER_KEYS.split("\n")[0]


def test_after_resealing_the_old_key_can_be_removed(
    accounts: list[Account], old: Key, settings: Settings
) -> None:
    assert vault.keys_left_to_reseal() == {old.id: 8}
    call_command("reseal_vault", batch=3)
    assert not vault.keys_left_to_reseal()
    first_alone(settings)
    assert vault.reveal(Application.objects.get(), actor=SYSTEM).expose() == SECRETS["application"]
    assert audit.verify().verdict == 0


def test_a_generated_key_is_one_to_reseal_under(
    application: Application, settings: Settings, tmp_path: Path
) -> None:
    call_command("generate_master_key", to=tmp_path / "key")
    settings.KEYDESK_MASTER_KEYS = f"{(tmp_path / 'key').read_text()}{settings.KEYDESK_MASTER_KEYS}"
    call_command("reseal_vault")
    first_alone(settings)
    assert vault.reveal(Application.objects.get(), actor=SYSTEM).expose() == SECRETS["application"]


def test_before_resealing_the_old_key_is_needed(
    application: Application, old: Key, settings: Settings
) -> None:
    first_alone(settings)
    with pytest.raises(KeyringError, match=old.id):
        vault.reveal(Application.objects.get(), actor=SYSTEM)


def test_no_secret_is_touched(application: Application, old: Key) -> None:
    before = list(SecretVersion.objects.values_list("token", "blind_index"))
    call_command("reseal_vault")
    assert list(SecretVersion.objects.values_list("token", "blind_index")) == before


def test_resealing_continues_where_it_was_stopped(accounts: list[Account], old: Key) -> None:
    progress = next(vault.reseal(actor=SYSTEM, batch=3))
    assert progress.rewrapped == 4
    assert vault.keys_left_to_reseal() == {old.id: 4}
    rest = list(vault.reseal(actor=SYSTEM, batch=3))[-1]
    assert (rest.rewrapped, rest.left.total()) == (4, 0)


def test_it_prints_fingerprints_and_what_is_left(
    accounts: list[Account], old: Key, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    new = Key.from_text(settings.KEYDESK_MASTER_KEYS.split("\n")[0])
    call_command("reseal_vault", batch=5)
    assert capsys.readouterr().out.splitlines() == [
        f"The first master key is {new.id}; others: {old.id}",
        f"To rewrap: 8 under {old.id}",
        f"6 rewrapped; left: 2 under {old.id}",
        "8 rewrapped; left: nothing",
        f"Everything is under {new.id}. No other key is needed for this database.",
    ]


def test_what_does_not_open_is_named_and_the_rest_goes_on(
    accounts: list[Account], old: Key, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = accounts[2]
    Account.objects.filter(pk=broken.pk).update(data_key=accounts[3].data_key)
    with pytest.raises(SystemExit) as ended:
        call_command("reseal_vault", batch=2)
    assert ended.value.code == 1
    assert f"The data key of account {broken.pk} does not open." in capsys.readouterr().err
    assert vault.keys_left_to_reseal() == {old.id: 1}


def test_a_key_that_another_run_replaced_is_not_written_over(old: Key, account: Account) -> None:
    read_before = Account.objects.get(pk=account.pk)
    list(vault.reseal(actor=SYSTEM))
    rewrapped = Account.objects.get(pk=account.pk).data_key
    assert resealing._rewrap([read_before], vault.ResealProgress()).rewrapped == 0
    assert Account.objects.get(pk=account.pk).data_key == rewrapped


def test_both_ends_are_in_the_log(accounts: list[Account], old: Key, settings: Settings) -> None:
    call_command("reseal_vault")
    entries = AuditEntry.objects.filter(action=AuditAction.KEYS_RESEALED).order_by("seq")
    assert [(entry.outcome, entry.details["left"]) for entry in entries] == [
        (Outcome.STARTED, 8),
        (Outcome.DONE, 0),
    ]


def test_the_work_grows_with_accounts_and_not_with_secrets(
    application: Application, old: Key, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        vault.replace_secret(application, f"a0newer0secret{number}", actor=SYSTEM)
    accounts = list(Account.objects.all())
    with django_assert_num_queries(3):
        resealing._rewrap(accounts, vault.ResealProgress())


def test_the_instance_key_is_rewrapped_and_stays_the_same(
    application: Application, old: Key, settings: Settings
) -> None:
    before = instance_key.key()
    call_command("reseal_vault")
    first = Key.from_text(settings.KEYDESK_MASTER_KEYS.split("\n")[0])
    assert key_id(instance_key.token() or "") == first.id
    assert instance_key.key() == before
