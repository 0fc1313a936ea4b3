"""A log that was taken away whole does not pass for one that was never written."""

from __future__ import annotations

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from credentials import audit
from credentials.audit import SYSTEM, triggers
from credentials.core import AuditAction, InstanceKeyMissing
from credentials.models import (
    Account,
    Application,
    AuditCheckpoint,
    AuditEntry,
    AuditFold,
    AuditHead,
    InstanceKey,
    Membership,
    Person,
    SecretVersion,
)
from credentials.sealing import ChainReport, ChainVerdict, instance_key

pytestmark = pytest.mark.django_db

_HISTORY = (AuditEntry, AuditHead, AuditCheckpoint, AuditFold)


def wipe(*tables: type[Model]) -> None:
    triggers.remove(connection)
    for table in tables:
        table._base_manager.all().delete()


def verify(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit_log")
    output = capsys.readouterr()
    verdict, *_ = (output.out + output.err).splitlines()  # then what is said of triggers
    return int(ended.value.code or 0), verdict


def test_without_log_and_instance_key_the_verdict_is_unknown_and_no_key_is_made(
    application: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    wipe(*_HISTORY, InstanceKey)
    sentence = "cannot tell: The instance key is gone: its row was removed."
    assert verify(capsys) == (ChainVerdict.UNKNOWN, sentence)
    with pytest.raises(InstanceKeyMissing):
        audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    assert not InstanceKey.objects.exists()


@pytest.mark.parametrize("remaining", [Account, SecretVersion, Membership])
def test_accounts_secrets_or_members_show_that_a_log_existed(
    application: Application, remaining: type[Model]
) -> None:
    wipe(*_HISTORY, *{SecretVersion, Membership} - {remaining}, InstanceKey)
    if remaining is Membership:
        wipe(Application, Account)
    with pytest.raises(InstanceKeyMissing):
        instance_key.key()


def test_a_missing_log_beside_an_instance_key_is_a_cut_log(
    application: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    wipe(*_HISTORY)
    assert audit.verify() == ChainReport(ChainVerdict.CUT, 0, first_bad=1)
    cut = "cut: the log ends at 0, before entry 1"
    assert verify(capsys) == (ChainVerdict.CUT, cut)


def test_a_check_says_what_to_do(application: Application) -> None:
    wipe(*_HISTORY, InstanceKey)
    (error,) = [
        message
        for message in checks.run_checks(databases=["default"])
        if message.id == "credentials.E004"
    ]
    assert str(error.hint).endswith("or everything, from a backup.")


def test_an_empty_keydesk_is_intact_and_gets_its_key(alice: Person) -> None:
    """Alice is there before her team is: ``create_team`` makes her first."""
    assert audit.verify() == ChainReport(ChainVerdict.INTACT, 0)
    assert InstanceKey.objects.count() == 1
