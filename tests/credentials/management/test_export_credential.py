"""A credential from the command line: a private file that replaces nothing unasked, and logged."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction
from credentials.models import Application, AuditEntry, ConsumerKey, Team
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
        ([str(application.pk), "--format", "certbot"], "certbot needs a consumer key"),
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


def test_a_folder_that_is_not_there_is_said(application: Application, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_credential", "dns-updater", to=str(tmp_path / "no" / "file"))


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
