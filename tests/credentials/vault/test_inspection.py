"""Everything is opened, counted, and shown to nobody; what does not open is named."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from pytest_django import Settings

from credentials import people, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Outcome
from credentials.models import (
    Account,
    Application,
    AuditEntry,
    ConsumerKey,
    Person,
    SecretVersion,
    ServiceAccount,
)
from credentials.sealing import Key
from tests.conftest import SECRETS

Output = pytest.CaptureFixture[str]


SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def check() -> int:
    with pytest.raises(SystemExit) as ended:
        call_command("check_vault")
    return int(ended.value.code or 0)


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.fixture(autouse=True)
def _filled(consumer_key: ConsumerKey, service_account: ServiceAccount, alice: Person) -> None:
    data = {"secret": people.seal_factor(alice, SEED)}
    Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data=data)
    vault.replace_secret(consumer_key, "a0newer0consumer0key", actor=SYSTEM)
    vault.destroy(consumer_key, 1, actor=SYSTEM)


def test_it_prints_counts_by_key_id(capsys: Output, settings: Settings) -> None:
    master = Key.from_text(settings.KEYDESK_MASTER_KEYS).id
    assert check() == 0
    shown = capsys.readouterr()
    assert lines(shown.out) == [
        f"2 keys under master key {master}",
        "3 secrets as kd2",
        "1 seeds of second factors",
        "1 versions destroyed",
        "0 that do not open or fit",
    ]
    values = (*SECRETS.values(), SEED)
    assert not [secret for secret in values if secret in shown.out + shown.err]


def test_a_secret_that_does_not_open_is_named(application: Application, capsys: Output) -> None:
    SecretVersion.objects.filter(entry=application.entry).update(token="kd2.s.00.AAAA")
    assert check() == 1
    assert f"version 1 of entry {application.pk}: Cannot open" in capsys.readouterr().err


def test_a_seed_that_was_moved_to_another_person_is_named(bob: Person, capsys: Output) -> None:
    Authenticator.objects.update(user=bob)
    assert check() == 1
    moved = Authenticator.objects.get()
    assert f"second factor {moved.pk} of person {bob.pk}: Cannot open" in capsys.readouterr().err


def test_a_passkey_and_a_row_without_a_seed_are_told_apart(bob: Person, capsys: Output) -> None:
    Authenticator.objects.create(user=bob, type=Authenticator.Type.WEBAUTHN, data={})
    assert check() == 0
    Authenticator.objects.update(data={})
    assert check() == 1
    assert "that do not open or fit" in capsys.readouterr().out


def test_a_data_key_that_does_not_open_counts_every_secret_under_it(
    account: Account, capsys: Output
) -> None:
    Account.objects.update(data_key="kd2.w.00.AAAA")
    assert check() == 1
    shown = capsys.readouterr()
    assert f"data key of account {account.pk}: Cannot open (key id 00)." in shown.err
    assert lines(shown.out)[-1] == "4 that do not open or fit"


def test_a_blind_index_of_another_value_is_named(application: Application, capsys: Output) -> None:
    SecretVersion.objects.filter(entry=application.entry).update(blind_index="0" * 32)
    assert check() == 1
    assert "the blind index is another value's" in capsys.readouterr().err


def test_under_a_wrong_master_key_nothing_opens(capsys: Output, settings: Settings) -> None:
    settings.KEYDESK_MASTER_KEYS = Key.generate().to_text()
    assert check() == 1
    assert "instance key: Cannot open" in capsys.readouterr().err


def test_a_check_is_in_the_log_with_what_it_found() -> None:
    assert check() == 0
    entries = AuditEntry.objects.filter(action=AuditAction.VAULT_CHECKED).order_by("seq")
    assert [(entry.outcome, entry.details) for entry in entries] == [
        (Outcome.STARTED, {}),
        (Outcome.DONE, {"secrets": 3, "faults": 0}),
    ]
