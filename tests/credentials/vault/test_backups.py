"""A backup holds everything, sealed; restored, it is the same; changed, it is refused."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from credentials import audit, teams, vault
from credentials.audit import SYSTEM, triggers
from credentials.core import AuditAction, KeyringError, Outcome
from credentials.models import AuditEntry, ConsumerKey, Person, SecretVersion, ServiceAccount
from credentials.rights import parse_rules
from credentials.sealing import Key
from credentials.vault.backups.manifest import BackupError
from credentials.vault.backups.tables import tables
from tests import scratch
from tests.conftest import SECRETS
from tests.scratch import Scratch

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def folder(
    consumer_key: ConsumerKey, service_account: ServiceAccount, alice: Person, tmp_path: Path
) -> Path:
    """A backup of a vault with every kind of entry, one destroyed version, and a profile."""
    wanted = teams.ProfileDraft(name="dns-01", rules=parse_rules("GET /domain/zone/*"))
    teams.save_profile(consumer_key.account.team, wanted, author=alice, actor=SYSTEM)
    vault.replace_secret(consumer_key, "a0newer0consumer0key", actor=SYSTEM)
    vault.destroy(consumer_key, 1, actor=SYSTEM)
    audit.write_checkpoint()
    call_command("back_up", to=tmp_path / "backup")
    return tmp_path / "backup"


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Settings) -> Iterator[Scratch]:
    """An empty Keydesk with the same master keys."""
    place = scratch.empty(tmp_path / "elsewhere", keys=str(settings.KEYDESK_MASTER_KEYS))
    yield place
    scratch.drop(place)


@pytest.fixture
def emptied(folder: Path) -> Path:
    """The backup, and an empty database in this process."""
    triggers.remove(connection)
    call_command("flush", interactive=False, verbosity=0)
    return folder


def rows(folder: Path, table: str) -> list[dict[str, object]]:
    text = (folder / f"credentials_{table}.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def test_a_backup_is_restored_into_an_empty_database_and_is_the_same(
    folder: Path, elsewhere: Scratch
) -> None:
    restored = elsewhere.manage("restore", "--from", str(folder))
    assert restored.returncode == 0, restored.stderr
    assert "each the same as in the backup" in restored.stdout
    assert "The audit log is intact" in restored.stdout
    again = folder.parent / "again"
    assert elsewhere.manage("back_up", "--to", str(again)).returncode == 0
    tables = ("account", "entry", "secretversion", "consumerkey", "instancekey", "person")
    for table in (*tables, "profile", "profileversion"):
        assert rows(again, table) == rows(folder, table) != []
    assert elsewhere.manage("check_vault").returncode == 0
    assert elsewhere.manage("verify_audit_log").returncode == 0


def test_what_is_restored_opens_here_too(emptied: Path) -> None:
    restored = vault.restore_backup(emptied, actor=SYSTEM)
    key = ConsumerKey.objects.get()
    assert vault.reveal(key, actor=SYSTEM).expose() == "a0newer0consumer0key"
    assert (restored.log.verdict, restored.findings.faults) == (0, 0)
    assert audit.verify().verdict == 0
    vault.replace_secret(key, "one0more0consumer0key", actor=SYSTEM)


def test_a_second_restore_says_that_it_was_done(emptied: Path) -> None:
    assert not vault.restore_backup(emptied, actor=SYSTEM).was_there
    assert vault.restore_backup(emptied, actor=SYSTEM).was_there


def test_no_secret_and_no_master_key_is_in_a_backup(folder: Path, settings: Settings) -> None:
    text = "".join(file.read_text() for file in folder.iterdir())
    for secret in (*SECRETS.values(), "a0newer0consumer0key", str(settings.KEYDESK_MASTER_KEYS)):
        assert secret not in text
    assert rows(folder, "secretversion")


def test_nobody_but_its_owner_reads_a_backup(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_a_backup_has_every_table_but_sessions_tasks_and_caches(folder: Path) -> None:
    existing = set(connection.introspection.table_names())
    kept_by_triggers = {name for name in existing if "_text" in name}
    left = existing - {table.name for table in tables()} - kept_by_triggers
    assert left == {
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "credentials_attemptcounter",
        "credentials_cachedvalue",
        "credentials_processbeat",
        "django_content_type",
        "django_migrations",
        "django_session",
        "django_tasks_database_dbtaskresult",
    }


def test_a_database_that_is_not_empty_is_left_alone(folder: Path) -> None:
    before = SecretVersion.objects.count()
    with pytest.raises(BackupError, match="not empty: credentials_account"):
        vault.restore_backup(folder, actor=SYSTEM)
    assert SecretVersion.objects.count() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("kd2.s.", "kd2.w.", 1),
        lambda text: "".join(text.splitlines(keepends=True)[1:]),
        lambda text: text + text.splitlines(keepends=True)[0],
        lambda text: text[:-20],
    ],
    ids=["edited", "a row less", "a row twice", "truncated"],
)
def test_a_backup_that_was_changed_is_refused(change: Callable[[str], str], emptied: Path) -> None:
    file = emptied / "credentials_secretversion.jsonl"
    file.write_text(change(file.read_text()))
    with pytest.raises(BackupError, match=r"credentials_secretversion.jsonl is not what"):
        vault.restore_backup(emptied, actor=SYSTEM)
    assert not SecretVersion.objects.exists()


def test_a_manifest_that_was_made_to_fit_is_refused(emptied: Path) -> None:
    manifest = json.loads((emptied / "manifest.json").read_text())
    manifest["made_at"] = "2020-01-01T00:00:00+00:00"
    (emptied / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BackupError, match=r"manifest.json is not what"):
        vault.restore_backup(emptied, actor=SYSTEM)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "keydesk backup 9"}', "\0"])
def test_what_is_no_backup_is_called_so(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(CommandError, match="holds no backup") as caught:
        call_command("restore", "--from", str(tmp_path))
    assert caught.value.returncode == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [("mac", None), ("mac", 7), ("made_at", []), ("master_keys", [1]), ("master_keys", None)],
)
def test_a_manifest_of_other_types_is_no_backup(folder: Path, name: str, value: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, name: value}))
    with pytest.raises(BackupError, match="holds no backup"):
        vault.restore_backup(folder, actor=SYSTEM)


@pytest.mark.parametrize("text", ["", "[]\n", "{}\n", "{}\n{}\n", "no json\n"])
def test_a_backup_whose_instance_key_was_taken_out_is_refused(folder: Path, text: str) -> None:
    """Table and manifest made to fit each other: the key to prove them is gone."""
    (folder / "credentials_instancekey.jsonl").write_text(text)
    manifest = json.loads((folder / "manifest.json").read_text())
    (part,) = [
        candidate
        for candidate in manifest["parts"]
        if candidate["name"] == "credentials_instancekey"
    ]
    part |= {"rows": text.count("\n"), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BackupError, match=r"instancekey.jsonl is not what"):
        vault.restore_backup(folder, actor=SYSTEM)


def test_a_backup_is_not_restored_without_its_master_keys(
    emptied: Path, settings: Settings
) -> None:
    old = Key.from_text(settings.KEYDESK_MASTER_KEYS)
    settings.KEYDESK_MASTER_KEYS = Key.generate().to_text()
    with pytest.raises(KeyringError, match=old.id):
        vault.restore_backup(emptied, actor=SYSTEM)
    assert not SecretVersion.objects.exists()


def test_a_fault_that_was_backed_up_is_restored_and_reported(
    consumer_key: ConsumerKey, tmp_path: Path, elsewhere: Scratch
) -> None:
    SecretVersion.objects.filter(entry=consumer_key.entry).update(token="kd2.s.0.AA")
    call_command("back_up", to=tmp_path / "backup")
    restored = elsewhere.manage("restore", "--from", str(tmp_path / "backup"))
    assert restored.returncode == 1
    assert f"version 1 of entry {consumer_key.pk}" in restored.stderr


def test_a_backup_never_replaces_another(folder: Path) -> None:
    with pytest.raises(CommandError, match="is there already"):
        call_command("back_up", to=folder)


def test_what_a_killed_run_left_is_taken_away(folder: Path) -> None:
    left = folder.with_name(".second.0.unfinished")
    left.mkdir()
    (left / "credentials_person.jsonl").write_text("half a li")
    call_command("back_up", to=folder.with_name("second"))
    assert not left.exists()
    assert rows(folder.with_name("second"), "person") == rows(folder, "person")


@pytest.mark.parametrize("name", [".second.unfinished", ".second.0.unfinished", "second"])
def test_a_planted_link_is_not_followed(folder: Path, tmp_path: Path, name: str) -> None:
    """Neither to what is elsewhere, nor to where nothing is yet."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("stays")
    folder.with_name(name).symlink_to(elsewhere)
    if name == "second":
        with pytest.raises(CommandError, match="is there already"):
            call_command("back_up", to=folder.with_name("second"))
    else:
        call_command("back_up", to=folder.with_name("second"))
        assert not folder.with_name("second").is_symlink()
    assert [file.name for file in elsewhere.iterdir()] == ["precious"]


def test_two_runs_to_one_place_do_not_mix(folder: Path) -> None:
    other = folder.with_name(".second.0.unfinished")
    other.mkdir()
    descriptor = os.open(other, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(CommandError, match="Another backup"):
        call_command("back_up", to=folder.with_name("second"))
    os.close(descriptor)


def test_making_and_restoring_are_in_the_log(emptied: Path) -> None:
    vault.restore_backup(emptied, actor=SYSTEM)
    entries = AuditEntry.objects.order_by("seq").values_list("action", "outcome")
    assert (AuditAction.BACKED_UP, Outcome.STARTED) in entries
    assert list(entries)[-1] == (AuditAction.RESTORED, Outcome.DONE)
