"""What an older version kept is all there after ``migrate``, opens, and can be worked with."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Final

import psycopg
import pytest

from sandbox.server import Running
from tests.upgrade.databases import Database
from tests.upgrade.installation import Installation
from tests.upgrade.make_fixture import values_of

#: On databases of its own, of the same engine.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

_LOG = "credentials_auditentry"
_TASKS = "django_tasks_database_dbtaskresult"

#: What Django itself keeps of models and migrations grows with them, and so does the log, which
#: says that rows were proven.
_GROWING = {"django_migrations", "django_content_type", "auth_permission", _LOG}
#: Writing that entry moves the head, and writes the denials that were held back.
_MOVING = {"credentials_audithead", "credentials_auditfold"}
_WRITTEN = 2

#: Columns that a migration is meant to fill with something else.
_REWRITTEN = {
    f"{_TASKS}.task_path",  # where a task is found in this version
    "django_content_type.model",  # the name of a model that was renamed
    "django_session.session_key",  # a digest of the key
    "django_session.session_data",  # encrypted under the key
}

#: Columns that a migration renames.
_RENAMED = {
    "credentials_secretversion.forgotten_at": "destroyed_at",
    "credentials_liveapplication.is_dead": "is_deleted",
}

#: Tables that a migration removes: nothing in them outlives an upgrade.
_REMOVED = {"keydesk_cache"}


def test_every_secret_opens_to_what_it_was(upgraded: Installation) -> None:
    assert upgraded.inside("tell_secrets()") == upgraded.expected["secrets"]


def test_the_dump_is_loaded_whole(stored: Installation) -> None:
    database = stored.database
    counts = {
        table: _rows(database, table, database.columns(table)).total()
        for table in database.tables()
    }
    assert counts == stored.expected["rows"]


def test_no_row_is_lost_or_changed_and_none_is_added(
    stored: Installation, migrated: Installation
) -> None:
    for table in set(stored.database.tables()) - _REMOVED - _MOVING:
        columns = [
            column
            for column in stored.database.columns(table)
            if f"{table}.{column}" not in _REWRITTEN
        ]
        renamed = [_RENAMED.get(f"{table}.{column}", column) for column in columns]
        before = _rows(stored.database, table, columns)
        after = _rows(migrated.database, table, renamed)
        assert before - after == Counter(), table
        assert table in _GROWING or after - before == Counter(), table


def test_labels_are_as_people_wrote_them(migrated: Installation) -> None:
    labels = migrated.expected["labels"]
    assert {column: values_of(migrated.database, column) for column in labels} == labels


def test_the_log_holds_to_its_last_entry(upgraded: Installation, tmp_path: Path) -> None:
    kept_elsewhere = tmp_path / "checkpoints"
    kept_elsewhere.write_text(upgraded.expected["checkpoint"])
    done = upgraded.manage("verify_audit_log", "--checkpoints", str(kept_elsewhere))
    log = upgraded.expected["log"]
    assert (done.returncode, done.stdout.strip()) == (
        0,
        f"intact: {log['entries'] + _WRITTEN} entries",
    )
    last = f"SELECT mac FROM {_LOG} WHERE seq = {log['entries']}"
    assert upgraded.database.rows(last) == [(log["last_mac"],)]


def test_the_log_goes_on_from_there(upgraded: Installation) -> None:
    """What is done next is logged after the last entry, and two denials that were held back."""
    checked = upgraded.manage("check_vault")
    assert (checked.returncode, checked.stderr) == (0, "")
    digests = [digest for digest in upgraded.expected["secrets"].values() if digest]
    assert f"{len(digests):>9}  secrets as " in checked.stdout
    entries = f"SELECT actor FROM {_LOG} WHERE seq > {upgraded.expected['log']['entries']}"
    held_back = f"{entries} AND CAST(details AS text) LIKE '%\"repeated\": 2%'"
    assert upgraded.database.rows(held_back) == [("charlie@example.com",)]
    assert upgraded.manage("verify_audit_log").returncode == 0


def test_the_log_still_refuses_to_be_changed(migrated: Installation) -> None:
    for statement in (f"UPDATE {_LOG} SET outcome = 'done'", f"DELETE FROM {_LOG}"):
        with pytest.raises((sqlite3.DatabaseError, psycopg.DatabaseError), match="append-only"):
            migrated.database.execute(statement)


def test_one_byte_changed_before_the_upgrade_is_found_after_it(stored: Installation) -> None:
    tampered = stored.copy()
    tampered.database.drop_triggers(_LOG)
    changed = f"UPDATE {_LOG} SET actor = 'B' || substr(actor, 2) WHERE seq = 30"
    tampered.database.execute(changed)
    tampered.migrate()
    guards = stored.database.triggers(_LOG)
    assert guards
    assert set(tampered.database.triggers(_LOG)) >= set(guards)
    done = tampered.manage("verify_audit_log")
    assert done.returncode == 1
    assert done.stdout.strip() == "tampered: entry 30 is the first that does not hold"


def test_people_sign_in_with_the_password_they_had(upgraded: Installation) -> None:
    for email, password in upgraded.fixture["people"].items():
        assert upgraded.inside(f"tell_sign_in({email!r}, {password!r})") == email


def test_who_was_signed_in_still_is(upgraded: Installation) -> None:
    for email, key in upgraded.expected["sessions"].items():
        assert upgraded.inside(f"tell_session({key!r})") == email


def test_tasks_queued_under_their_old_names_are_done(
    upgraded: Installation, sandbox_server: Running
) -> None:
    """``task_path`` names a module of the version that queued it: the worker has to find it now.

    The sandbox's demo world has had the management keys of the fixture since version 0.1.
    """
    database = upgraded.database
    assert len(database.rows(f"SELECT task_path FROM {_TASKS} WHERE status = 'READY'")) == 2
    words = ("db_worker", "--batch", "--no-startup-delay", "--verbosity", "0")
    done = upgraded.manage(*words, OVH_EXTRA_ENDPOINTS=f"sandbox={sandbox_server.api_root}")
    assert (done.returncode, done.stderr) == (0, "")
    assert set(database.rows(f"SELECT status, traceback FROM {_TASKS}")) == {("SUCCESSFUL", "")}
    assert set(database.rows("SELECT state FROM credentials_sync")) == {("done",)}
    assert database.rows("SELECT verdict, asked_at FROM credentials_auditseal") == [(0, None)]


_UNRECORD: Final = "DELETE FROM django_migrations WHERE app = 'credentials' AND name >= '0018'"


def test_what_was_there_is_proven_once_and_the_log_says_so(migrated: Installation) -> None:
    """What has no proof after that is not believed, migrate again or not."""
    written = f"SELECT outcome, actor FROM {_LOG} WHERE action = 'audit:rows:proven'"
    assert migrated.database.rows(written) == [("done", "keydesk")]
    later = migrated.copy()
    later.database.execute("UPDATE credentials_person SET proof = ''")
    later.database.execute(_UNRECORD)
    assert later.manage("migrate", "--fake", "--verbosity", "0").returncode == 0
    assert set(later.database.rows("SELECT proof FROM credentials_person")) == {("",)}
    for key in later.expected["sessions"].values():
        assert later.inside(f"tell_session({key!r})") is None


def _rows(database: Database, table: str, columns: list[str]) -> Counter[str]:
    """How often each row is there, as the text of its values."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    return Counter(map(repr, database.rows(f"SELECT {quoted} FROM {table}")))


def test_accepted_keys_know_the_ovhcloud_account_they_told_of(migrated: Installation) -> None:
    keys = migrated.database.rows(
        "SELECT key.state, key.nic, account.nic FROM credentials_consumerkey AS key"
        " JOIN credentials_entry AS entry ON entry.id = key.entry_id"
        " JOIN credentials_account AS account ON account.id = entry.account_id"
    )
    accepted = [(nic, own) for state, nic, own in keys if state in ("validated", "expired")]
    assert accepted
    assert all(nic == own != "" for nic, own in accepted)
    assert {nic for state, nic, _ in keys if state == "pending"} == {""}
