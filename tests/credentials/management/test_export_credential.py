"""A credential from the command line: a private file that replaces nothing unasked, and logged."""

from __future__ import annotations

import os
import resource
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, FileIO, TextIOWrapper
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import Application, AuditEntry, ConsumerKey, Team, Usage
from credentials.onboarding import FORMATS
from tests.conftest import SECRETS
from tests.people import rewrite

pytestmark = pytest.mark.django_db


def exports() -> list[tuple[str, dict[str, object]]]:
    entries = AuditEntry.objects.filter(action=AuditAction.SECRET_EXPORTED).order_by("seq")
    return [(entry.actor, entry.details) for entry in entries]


def test_a_file_is_written_for_its_owner_alone_and_logged(
    application: Application, tmp_path: Path
) -> None:
    file = tmp_path / "ovh.sh"
    call_command("export_credential", "dns-updater", format="shell", to=str(file))
    assert f"export OVH_APPLICATION_SECRET={SECRETS['application']}\n" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    details = {"version": 1, "format": "shell", "destination": str(file)}
    assert exports() == [(SYSTEM.name, details)]


def test_a_file_that_is_there_is_replaced_by_force_alone(
    application: Application, tmp_path: Path
) -> None:
    file = tmp_path / "ovh.conf"
    file.write_text("mine")
    file.chmod(0o644)
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_credential", "dns-updater", to=str(file))
    assert (file.read_text(), exports()) == ("mine", [])
    call_command("export_credential", "dns-updater", to=str(file), force=True)
    assert SECRETS["application"] in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["ovh.conf"]


def test_standard_output_has_the_file_and_nothing_else(
    consumer_key: ConsumerKey, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_credential", str(consumer_key.pk), format="certbot", to="-")
    said = capsys.readouterr().out
    assert said.endswith(f"dns_ovh_consumer_key = {SECRETS['consumer_key']}\n")
    assert said.startswith("dns_ovh_endpoint = ")
    assert [details["destination"] for _, details in exports()] == ["output", "output"]


def test_what_cannot_be_done_is_one_sentence_without_a_secret(
    application: Application, consumer_key: ConsumerKey, tmp_path: Path, team: Team
) -> None:
    wanted = {"to": str(tmp_path / "file")}
    rewrite(ConsumerKey.objects.filter(pk=consumer_key.pk), label="dns-updater")
    for arguments, words in (
        (["nobody"], "No entry is called “nobody”"),
        (["dns-updater"], "2 entries are called “dns-updater”"),
        ([str(application.pk), "--format", "certbot"], "certbot needs a consumer key: an"),
        ([], "Name an entry"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("export_credential", *arguments, **wanted)
    rewrite(Team.objects.all(), requires_purpose=True)
    with pytest.raises(CommandError, match="asks what for"):
        call_command("export_credential", str(application.pk), **wanted)
    assert list(tmp_path.iterdir()) == []
    call_command("export_credential", str(application.pk), purpose="a new machine", **wanted)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_place_for_no_file_is_refused_before_anything_is_opened(
    application: Application, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())
    for name, words in (
        ("no/file", "No such file or directory"),
        ("a" * 300, "File name too long"),
        ("folder", "is no plain file"),
        ("link", "is no plain file"),
        ("pipe", "is no plain file"),
    ):
        for force in (False, True):
            with pytest.raises(CommandError, match=words):
                call_command(
                    "export_credential", "dns-updater", to=str(tmp_path / name), force=force
                )
    with pytest.raises(CommandError, match="200 characters at most"):
        call_command("export_credential", "dns-updater", to="-", used_by="x" * 201)
    assert (sorted(tmp_path.iterdir()), exports()) == (before, [])


def test_a_file_that_cannot_be_finished_leaves_nothing_behind(
    application: Application, tmp_path: Path
) -> None:
    file = tmp_path / "ovh.conf"
    file.write_text("mine")
    with _files_of_at_most(8):
        for to, force in ((tmp_path / "new", False), (file, True)):
            with pytest.raises(CommandError, match="Nothing is written"):
                call_command(
                    "export_credential", "dns-updater", to=str(to), force=force, used_by="web-1"
                )
    assert [path.name for path in tmp_path.iterdir()] == ["ovh.conf"]
    assert file.read_text() == "mine"
    assert not Usage.objects.exists()


@contextmanager
def _files_of_at_most(size: int) -> Iterator[None]:
    """The system refuses to write on, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_an_output_that_takes_no_more_is_said_in_a_sentence(application: Application) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    pipe = FileIO(writing, "w")
    closed = TextIOWrapper(pipe, write_through=True)
    with pytest.raises(CommandError, match=r"Standard output: Broken pipe\."):
        call_command("export_credential", "dns-updater", to="-", stdout=closed)
    pipe.close()
    narrow = TextIOWrapper(BytesIO(), encoding="ascii")
    rewrite(Application.objects.all(), application_key="clé")
    with pytest.raises(CommandError, match="is not UTF-8"):
        call_command("export_credential", "dns-updater", format="shell", to="-", stdout=narrow)


def test_an_archived_entry_is_exported_by_its_id_alone(
    application: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    vault.archive(application, actor=SYSTEM)
    with pytest.raises(CommandError, match="No entry is called"):
        call_command("export_credential", "dns-updater", to="-")
    call_command("export_credential", str(application.pk), to="-")
    assert SECRETS["application"] in capsys.readouterr().out


def test_the_formats_are_listed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("export_credential", list_formats=True)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(FORMATS)
    assert "certbot\tcertbot\tno OAuth2" in lines
    assert "terraform\tTerraform\tOAuth2" in lines
