"""What a process does before it serves: files are closed to others, an old database is refused."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from credentials import startup
from tests import scratch
from tests.as_production import environment
from tests.project_files import ROOT
from tests.scratch import Scratch

pytestmark = pytest.mark.slow

_WORKER = ("db_worker", "--batch", "--no-startup-delay")


@pytest.fixture
def place(tmp_path: Path) -> Scratch:
    return scratch.empty(tmp_path / "place", keys="ab" * 32)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _with_open_umask(words: list[str], folder: Path) -> None:
    """Run manage.py where new files are open to everybody, on SQLite in ``KEYDESK_VAR``."""
    own = {"KEYDESK_VAR": str(folder / "var"), "KEYDESK_STATIC": str(folder / "static")}
    old = os.umask(0o022)
    try:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**environment(), **own},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.umask(old)
    assert done.returncode == 0, done.stderr


def test_what_keydesk_writes_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(mode=0o700)
    _with_open_umask(["migrate", "--verbosity", "0"], tmp_path)
    mail = "from django.core.mail import send_mail as s; s('a', 'b', None, ['alice@example.com'])"
    _with_open_umask(["shell", "--no-imports", "--command", mail], tmp_path)
    written = list((tmp_path / "var").rglob("*"))
    assert {"keydesk.sqlite3", "mail"} <= {path.name for path in written}
    assert {path.name: _mode(path) for path in written if _mode(path) & 0o077} == {}


def test_a_fresh_checkout_makes_its_folder_for_its_owner_alone(tmp_path: Path) -> None:
    _with_open_umask(["migrate", "--verbosity", "0"], tmp_path)
    assert _mode(tmp_path / "var") == 0o700
    assert (tmp_path / "var" / "keydesk.sqlite3").is_file()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env={**environment(), "KEYDESK_VAR": str(tmp_path / "file")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr == (
        f"KEYDESK_VAR is {tmp_path / 'file'}: File exists. Make that folder, with mode 0700, for "
        "the user that runs Keydesk.\n"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none/kept.sqlite3", "there is no folder {folder}/none. Make it, with mode 0700, for"),
        ("file/kept.sqlite3", "there is no folder {folder}/file. Make it, with mode 0700, for"),
        ("there", "{folder}/there, which is a folder. Name a file."),
    ],
)
def test_a_place_where_no_database_can_be_made_is_named(
    tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "there").mkdir()
    ended = Scratch(f"sqlite:///{tmp_path / name}", "ab" * 32, tmp_path).manage("migrate")
    assert said.format(folder=tmp_path) in ended.stderr
    assert ended.returncode == 3
    assert "Traceback" not in ended.stderr


def test_what_is_gathered_for_browsers_is_for_everybody(tmp_path: Path) -> None:
    _with_open_umask(["collectstatic", "--no-input", "--verbosity", "0"], tmp_path)
    gathered = list((tmp_path / "static").rglob("*"))
    assert len(gathered) > 50
    assert [path for path in gathered if not _mode(path) & stat.S_IROTH] == []


@pytest.fixture
def open_files(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A database file, its log, and mail, all of it open to everybody, in an open folder."""
    settings.VAR_DIR = tmp_path / "var"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.VAR_DIR / "mail"
    settings.EMAIL_FILE_PATH.mkdir(parents=True, mode=0o755)
    name = settings.VAR_DIR / "kept.sqlite3"
    kept = {"ENGINE": "django.db.backends.sqlite3", "NAME": name}
    monkeypatch.setitem(settings.DATABASES, "default", kept)
    files = [name, Path(f"{name}-wal"), settings.EMAIL_FILE_PATH / "1.log"]
    for file in files:
        file.write_text("x")
        file.chmod(0o644)
    settings.VAR_DIR.chmod(0o755)
    return [settings.VAR_DIR, settings.EMAIL_FILE_PATH, *files]


def test_files_that_are_open_are_closed_at_the_start_and_that_is_said(
    open_files: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    assert set(startup.open_paths()) == set(open_files)
    startup.close_files()
    assert [_mode(path) & 0o077 for path in open_files] == [0] * len(open_files)
    assert caplog.text.count("was open to others") == len(open_files)
    assert startup.open_paths() == []


def test_a_link_is_not_followed(open_files: list[Path], tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("x")
    elsewhere.chmod(0o644)
    (settings.EMAIL_FILE_PATH / "link").symlink_to(elsewhere)
    startup.close_files()
    assert _mode(elsewhere) == 0o644


def test_the_deployment_check_names_files_that_are_open(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir(mode=0o750)
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**environment(), "KEYDESK_VAR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 1
    assert (
        f"(credentials.W002) Others than its owner may read, write or enter {tmp_path / 'var'}"
        in (checked.stderr)
    )


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_refused_and_checked(place: Scratch) -> None:
    assert startup.unapplied_migrations() == 0
    behind = place.manage("migrate", "credentials", "0006", "--verbosity", "0")
    assert behind.returncode == 0, behind.stderr
    checked = place.manage("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    assert "(credentials.W003) The database lacks" in checked.stderr
    web = place.run("-c", "import dashboard.wsgi")
    worker = place.manage(*_WORKER)
    for ended, code in ((web, startup.REFUSED), (worker, 1)):
        assert ended.returncode == code
        assert "migrations of this version. Run manage.py migrate" in ended.stderr
        assert "Traceback" not in ended.stderr


@pytest.mark.django_db
def test_a_migration_that_is_lacking_is_told_by_health() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'credentials'")
    with pytest.raises(startup.UnappliedMigrations):
        startup.check_database()


@pytest.mark.django_db
def test_a_wrong_key_is_a_sentence_whatever_the_command(place: Scratch) -> None:
    assert place.run("-c", "import dashboard.wsgi").returncode == 0
    commands = (
        ("reseal_vault",),
        ("write_checkpoint",),
        ("create_team", "Team", "--admin", "alice@example.com"),
        ("back_up", "--to", str(place.folder / "backup")),
        _WORKER,
    )
    password = place.folder / "password"
    password.write_text("a quiet harbour in november")
    for words in commands:
        changes = {"KEYDESK_MASTER_KEYS": "cd" * 32, "KEYDESK_ADMIN_PASSWORD_FILE": str(password)}
        ended = place.manage(*words, **changes)
        assert ended.returncode == 1, words
        assert "Cannot open (key id" in ended.stderr, words
        assert "Traceback" not in ended.stderr, words
