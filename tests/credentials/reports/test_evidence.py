"""An outsider verifies an evidence pack by Python alone; any changed byte is found, and which."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command

from credentials import audit, reports, teams
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import AuditEntry, Team
from credentials.reports import verifier
from credentials.sealing import chain, instance_key
from tests.world import World

pytestmark = pytest.mark.django_db


def packed() -> bytes:
    teams.note_export(Team.objects.all(), report="evidence", actor=SYSTEM)
    return b"".join(reports.evidence_of(Team.objects.all()))


def verified_alone(pack: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """By the file alone, which no package of ours stands beside."""
    program = pack.with_name("verify.py")
    with zipfile.ZipFile(pack) as archive:
        program.write_bytes(archive.read("verify.py"))
    command = [sys.executable, "-I", "-S", str(program), str(pack), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_an_outsider_verifies_a_pack_by_python_alone(one_of_each: World, tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    call_command("evidence_pack", to=pack)
    done = verified_alone(pack, "--public-key", audit.public_key())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("As Keydesk signed it. ")
    assert verified_alone(pack, "--public-key", "00" * 32).returncode == 1
    assert AuditEntry.objects.filter(action=AuditAction.REPORT_EXPORTED).exists()


def test_it_holds_reports_exceptions_and_the_log(one_of_each: World) -> None:
    with zipfile.ZipFile(BytesIO(packed())) as archive:
        assert archive.testzip() is None
        names = {f"{name}.json" for name in reports.REPORTS}
        others = {
            "exceptions.json",
            "log.jsonl",
            "checkpoints.jsonl",
            "public-key.txt",
            "verify.py",
        }
        signed = {"README.txt", verifier.MANIFEST, verifier.SIGNATURE}
        assert set(archive.namelist()) == names | others | signed
        last = archive.read("log.jsonl").splitlines()[-1]
        assert AuditAction.REPORT_EXPORTED.encode() in last


def test_any_changed_byte_is_found_and_named(one_of_each: World) -> None:
    """Bytes of every file and of everything around them; a cut end and one more byte as well."""
    pack = packed()
    assert verifier.verify(pack, audit.public_key())
    chosen = random.Random(7)
    places = {chosen.randrange(len(pack)) for _ in range(150)} | set(range(40))
    places |= set(range(len(pack) - 200, len(pack))) | _around_files(pack)
    for place in sorted(places):
        changed = bytearray(pack)
        changed[place] ^= 1
        with pytest.raises((verifier.Changed, UnicodeDecodeError, ValueError)):
            verifier.verify(bytes(changed), audit.public_key())
    for other in (pack[:-1], pack + b"\0", b""):
        with pytest.raises(verifier.Changed):
            verifier.verify(other, audit.public_key())


def _around_files(pack: bytes) -> set[int]:
    """The bytes of each file's head, and one of its contents."""
    with zipfile.ZipFile(BytesIO(pack)) as archive:
        starts = [(info.header_offset, 30 + len(info.filename)) for info in archive.infolist()]
    return {start + n for start, length in starts for n in (0, 8, 14, 26, length - 1, length + 1)}


def test_what_changed_is_named_with_its_place(one_of_each: World) -> None:
    pack = packed()
    place = pack.index(b'"report": "inventory"')
    changed = pack[:place] + b'"REPORT"' + pack[place + 8 :]
    with pytest.raises(verifier.Changed, match=r"inventory\.json, bytes 0 to \d+"):
        verifier.verify(changed)


def test_signatures_are_verified_as_cryptography_does() -> None:
    key = b"k" * 32
    public = bytes.fromhex(chain.public_key(key))
    for number in range(8):
        message = bytes([number]) * number
        proof = bytes.fromhex(chain.signature(key, message))
        assert verifier.is_signed(public, proof, message)
        assert not verifier.is_signed(public, proof, message + b".")
        assert not verifier.is_signed(public, proof[:-1] + b"\xff", message)
    assert not verifier.is_signed(b"\xff" * 32, proof, message)


def test_a_checkpoint_is_kept_by_the_clock_where_none_covers_the_log(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        audit.checkpoint_by_the_clock()
    (point,) = audit.kept_checkpoints()
    assert point.seq == AuditEntry.objects.count()
    assert chain.is_signed(instance_key.audit_key(), point)
    teams.note_export(Team.objects.all(), report="access", actor=SYSTEM)
    audit.checkpoint_by_the_clock()
    assert audit.kept_checkpoints() == [point]
    monkeypatch.setattr("credentials.audit.checkpoints.LONGEST", timedelta(0))
    for _ in range(2):
        audit.checkpoint_by_the_clock()
    assert [row.seq for row in audit.kept_checkpoints()] == [point.seq, point.seq + 1]
