"""Which values of a text are stored here, told in a terminal; the text itself is not."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import Account, AuditEntry, ConsumerKey, LiveApplication, Team
from sandbox.demo_world import DemoWorld
from sandbox.server import Running


def run(monkeypatch: pytest.MonkeyPatch, text: str, *words: str) -> tuple[int, str, str]:
    output, errors = io.StringIO(), io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    try:
        call_command("identify_key", "-", *words, stdout=output, stderr=errors)
    except SystemExit as end:
        return int(str(end.code)), output.getvalue(), errors.getvalue()
    return 0, output.getvalue(), errors.getvalue()


def test_a_kept_value_is_told_with_its_entry_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, consumer_key: ConsumerKey
) -> None:
    secret = vault.use(consumer_key, actor=SYSTEM, purpose="token test").expose()
    code, output, _ = run(monkeypatch, f"\nkey {secret}\n")
    assert code == 0
    assert output.startswith("line 2; column 5; value version 1; newest yes; kind consumer_key; ")
    assert f"entry {consumer_key.label}; account Main account; team Harbour" in output
    assert secret not in output
    fields: dict[str, Any] = json.loads(run(monkeypatch, secret, "--format", "json")[1])
    assert (fields["line"], fields["entry"]) == (1, consumer_key.label)


def test_where_none_is_kept_the_exit_code_says_so_and_the_log_that_it_was_asked(
    monkeypatch: pytest.MonkeyPatch, consumer_key: ConsumerKey
) -> None:
    code, output, errors = run(monkeypatch, "0a1b2c3d4e5f60718293")
    assert (code, output) == (1, "")
    assert "None of 1 values is stored here." in errors
    assert AuditEntry.objects.filter(action=AuditAction.VALUES_LOOKED_UP).count() == 1


def test_an_id_that_is_listed_and_not_stored_is_told(
    monkeypatch: pytest.MonkeyPatch, account: Account
) -> None:
    LiveApplication.objects.create(
        account=account,
        application_id=71,
        application_key="fedcba9876543210",
        name="dns-updater",
        first_seen_at=timezone.now(),
    )
    code, output, errors = run(monkeypatch, "ak fedcba9876543210")
    assert output.startswith("line 1; column 4; value listed by OVHcloud, not stored; kind")
    assert "name dns-updater; account Main account; team Harbour; state listed" in output
    assert (code, errors.strip()) == (1, "None of 1 values is stored here.")


@pytest.mark.parametrize(("label", "word"), [("terraform laptop", "works"), ("sms sender", "")])
def test_whether_a_key_works_is_asked_and_no_value_is_printed(
    monkeypatch: pytest.MonkeyPatch,
    team: Team,
    demo: DemoWorld,
    sandbox_server: Running,
    label: str,
    word: str,
) -> None:
    key = next(key for key in demo.keys if key.label == label)
    text = (
        f"endpoint=sandbox\napplication_key={key.application_key}\n"
        f"application_secret={key.application_secret}\nconsumer_key={key.consumer_key}\n"
    )
    code, output, errors = run(monkeypatch, text, "--verify", "--format", "json")
    said = json.loads(output)
    assert said["key"] == (word or "does not work")
    assert code == (0 if word else 1)
    for value in (key.application_key, key.application_secret, key.consumer_key):
        assert value not in output + errors
    checked = AuditEntry.objects.get(action=AuditAction.KEYS_CHECKED)
    assert checked.details == {"keys": 1}


def test_a_key_with_a_value_missing_is_not_asked_about(
    monkeypatch: pytest.MonkeyPatch, team: Team, sandbox_server: Running
) -> None:
    text = "endpoint=sandbox\nOVH_APPLICATION_KEY=0a1b2c3d4e5f6071\n"
    before = sandbox_server.sandbox.record.count()
    code, output, _ = run(monkeypatch, text, "--verify", "--format", "json")
    assert code == 1
    assert json.loads(output)["key"] == "not asked"
    assert sandbox_server.sandbox.record.count() == before
