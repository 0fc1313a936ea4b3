"""The commands of the audit log, each with the exit code it promises."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from credentials import audit
from credentials.audit import SYSTEM, Subject, triggers
from credentials.core import AuditAction
from credentials.models import AuditCheckpoint, AuditEntry, AuditHead
from credentials.sealing import Key, chain
from tests.as_production import environment
from tests.project_files import ROOT

pytestmark = pytest.mark.django_db
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _nine_entries() -> None:
    for number in range(9):
        audit.record(
            AuditAction.TEAM_CREATED, actor=SYSTEM, subject=Subject("team", str(number), "Team")
        )


@pytest.fixture
def unguarded() -> None:
    """Without the triggers: what someone with the database's own password could do."""
    triggers.remove(connection)


def verify(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit_log", *words)
    return int(ended.value.code or 0)


def renumber(*moves: tuple[int, int]) -> None:
    for old, new in moves:
        AuditEntry.objects.filter(seq=old).update(seq=new)


def insert_after(seq: int) -> None:
    renumber(*[(later, later + 1) for later in range(9, seq, -1)])
    forged = AuditEntry.objects.get(seq=seq)
    forged.seq = seq + 1
    forged.save(force_insert=True)


def cut_after(seq: int) -> None:
    AuditEntry.objects.filter(seq__gt=seq).delete()


EDITS = {
    "action": "team:member:added",
    "actor": "someone else",
    "actor_id": 7,
    "address": "192.0.2.9",
    "details": {"number": 9},
    "mac": "0" * 64,
    "outcome": "denied",
    "previous_mac": "1" * 64,
    "subject": "Team 9",
    "subject_id": "9",
    "subject_kind": "account",
    "team_id": "00000000-0000-0000-0000-000000000001",
    "time": "2020-01-01T00:00:00+00:00",
}


def test_every_field_is_among_the_edits() -> None:
    assert {*EDITS, "seq"} == {field.attname for field in AuditEntry._meta.concrete_fields}


def test_exit_0_for_a_log_that_is_intact(capsys: Output) -> None:
    assert verify() == 0
    assert capsys.readouterr().out == "intact: 9 entries\n"


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("seq", [1, 5, 9])
@pytest.mark.parametrize("field", EDITS)
def test_exit_1_and_the_number_for_an_edit_of_any_field(
    field: str, seq: int, capsys: Output
) -> None:
    AuditEntry.objects.filter(seq=seq).update(**{field: EDITS[field]})
    assert verify() == 1
    assert f"entry {seq} is the first" in capsys.readouterr().out


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    ("tamper", "first_bad"),
    [
        (lambda: AuditEntry.objects.filter(seq=1).delete(), 1),
        (lambda: AuditEntry.objects.filter(seq=4).delete(), 4),
        (lambda: AuditEntry.objects.filter(seq__in=[3, 4, 5]).delete(), 3),
        (lambda: insert_after(1), 2),
        (lambda: insert_after(9), 10),
        (lambda: renumber((2, 100), (3, 2), (100, 3)), 2),
        (lambda: renumber((8, 100), (9, 8), (100, 9)), 8),
        (lambda: renumber((6, 20)), 6),
        (lambda: AuditHead.objects.update(seq=7), 7),
    ],
    ids=["first gone", "one gone", "some gone", "inserted", "added", "reordered",
         "last two reordered", "renumbered", "head set back"],
)  # fmt: skip
def test_exit_1_and_the_number_for_deletion_insertion_and_reorder(
    tamper: Callable[[], object], first_bad: int, capsys: Output
) -> None:
    tamper()
    assert verify() == 1
    assert (
        capsys.readouterr().out == f"tampered: entry {first_bad} is the first that does not hold\n"
    )


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("last", [0, 3, 8])
def test_exit_2_for_a_cut_tail(last: int, capsys: Output) -> None:
    cut_after(last)
    assert verify() == 2
    assert f"ends at {last}, before entry {last + 1}" in capsys.readouterr().out


@pytest.mark.usefixtures("unguarded")
def test_exit_2_for_a_tail_cut_together_with_head_and_stored_checkpoints(tmp_path: Path) -> None:
    file = tmp_path / "checkpoints"
    call_command("write_checkpoint", to=file)
    cut_after(6)
    AuditHead.objects.update(seq=6, mac=AuditEntry.objects.get(seq=6).mac)
    AuditCheckpoint.objects.all().delete()
    assert verify() == 0
    assert verify("--checkpoints", str(file)) == 2


@pytest.mark.parametrize("text", ["not a checkpoint", "{}", "[]", '{"seq": 1}', "\xff"])
def test_exit_3_for_a_file_without_valid_checkpoints(
    text: str, tmp_path: Path, capsys: Output
) -> None:
    file = tmp_path / "checkpoints"
    file.write_bytes(text.encode("latin-1"))
    assert verify("--checkpoints", str(file)) == 3
    assert "cannot tell" in capsys.readouterr().err


def test_exit_3_under_a_wrong_master_key(settings: Settings, capsys: Output) -> None:
    settings.KEYDESK_MASTER_KEYS = Key.generate().to_text()
    assert verify() == 3
    assert "cannot tell: Cannot open" in capsys.readouterr().err


def test_exit_3_without_a_usable_master_key(settings: Settings) -> None:
    settings.KEYDESK_MASTER_KEYS = "none"
    assert verify() == 3


def test_exit_3_without_settings() -> None:
    given = {**environment(), "SECRET_KEY": ""}
    command = [sys.executable, "manage.py", "verify_audit_log"]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == (
        "SECRET_KEY is not set. Give it by SECRET_KEY or SECRET_KEY_FILE; see .env.example.\n"
    )


def test_exit_1_for_a_checkpoint_that_somebody_made_up(tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "checkpoints"
    point = json.loads(audit.write_checkpoint().to_json())
    file.write_text(json.dumps({**point, "seq": 4, "count": 4}))
    assert verify("--checkpoints", str(file)) == 1
    assert "a checkpoint's signature does not hold" in capsys.readouterr().out


def test_checkpoints_are_added_to_a_file_or_printed(tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "checkpoints"
    call_command("write_checkpoint", to=file)
    audit.record(AuditAction.SIGNED_IN, actor=SYSTEM)
    call_command("write_checkpoint", to=file)
    assert [point.seq for point in chain.read_checkpoints(file)] == [9, 10]
    capsys.readouterr()
    call_command("write_checkpoint")
    assert json.loads(capsys.readouterr().out)["count"] == 10


def test_a_checkpoint_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("write_checkpoint", to=tmp_path / "nowhere" / "file")


def test_an_export_is_in_the_log_and_in_itself(tmp_path: Path) -> None:
    call_command("export_audit_log", to=tmp_path / "log.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, 11))
    assert lines[-1]["action"] == AuditAction.LOG_EXPORTED
    with pytest.raises(CommandError, match="File exists"):
        call_command("export_audit_log", to=tmp_path / "log.jsonl")


def offline(*words: object) -> subprocess.CompletedProcess[str]:
    """The verifier in a process where no Django can be imported."""
    ban = "import runpy, sys; sys.modules['django'] = None; "
    run = f"sys.argv = ['chain', *{[str(word) for word in words]!r}]; "
    script = f"{ban}{run}runpy.run_module('credentials.chain', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (lambda lines: lines, 0, "intact: 10 entries"),
        (lambda lines: [*lines[:4], lines[4].replace("Team", "Tram"), *lines[5:]], 1, "entry 5"),
        (lambda lines: lines[:7], 2, "ends at 7"),
        (lambda lines: [*lines[:4], lines[4][:30]], 3, "cannot tell"),
    ],
    ids=["intact", "edited", "cut", "torn"],
)
def test_an_export_is_verified_offline_without_django(
    change: Callable[[list[str]], list[str]], code: int, says: str, tmp_path: Path
) -> None:
    log, key, points = tmp_path / "log.jsonl", tmp_path / "key", tmp_path / "checkpoints"
    call_command("export_audit_log", to=log, key_to=key)
    call_command("write_checkpoint", to=points)
    log.write_text("\n".join(change(log.read_text().splitlines())))
    done = offline(log, "--key", key, "--checkpoints", points)
    assert (done.returncode, says in done.stdout + done.stderr) == (code, True), done
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("make", [Path.symlink_to, Path.hardlink_to])
@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("write_checkpoint", "to"),
        ("export_audit_log", "to"),
        ("export_audit_log", "key_to"),
        ("generate_master_key", "to"),
        ("back_up", "to"),
    ],
)
def test_no_command_writes_through_a_link(
    tmp_path: Path, make: Callable[[Path, Path], None], command: str, option: str
) -> None:
    behind, link = tmp_path / "behind", tmp_path / "link"
    behind.write_text("kept")
    make(link, behind)
    given = {"to": tmp_path / "free"} if option == "key_to" else {}
    with pytest.raises(CommandError):
        call_command(command, **{**given, option: link})
    assert behind.read_text() == "kept"
    assert link.is_symlink() or link.stat().st_nlink == 2
