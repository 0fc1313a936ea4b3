"""Each canary sings: where a secret is planted on purpose, the look that found none finds it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.views import debug
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from credentials import vault
from credentials.audit import SYSTEM
from credentials.models import Account, Application, Entry, Person
from credentials.sync import run_sync
from tests.conftest import SECRETS
from tests.people import Browser
from tests.scratch import Scratch
from tests.test_canary import Listener, Witness, database_files, listener, stored_text
from tests.test_canary_beyond import dump, files_of_the_database, found, report

__all__ = ["listener", "report"]

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = "planted0in0the0open0000000000001"


class Careless(debug.SafeExceptionReporterFilter):
    """What Django's own is while DEBUG is on: it hides nothing that was posted."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return False


@pytest.fixture
def leak(application: Application) -> bytes:
    """A secret in a column of its own accord, as if somebody had stored it in clear."""
    Entry.objects.update(purpose=OPEN)
    return OPEN.encode()


def test_in_a_dump(leak: bytes) -> None:
    assert found([leak], dump())


def test_in_the_files_of_the_database(leak: bytes) -> None:
    assert [path for path in files_of_the_database() if found([leak], path.read_bytes())]


def test_in_the_write_ahead_log(leak: bytes) -> None:
    logs = [path for path in files_of_the_database() if "wal" in str(path)]
    assert [path for path in logs if found([leak], path.read_bytes())]


def test_in_a_backup(leak: bytes, tmp_path: Path) -> None:
    call_command("back_up", to=tmp_path / "backup")
    files = (tmp_path / "backup").iterdir()
    assert [path.name for path in files if found([leak], path.read_bytes())] == [
        "credentials_entry.jsonl"
    ]


def test_in_a_row_and_in_a_file(leak: bytes) -> None:
    assert "credentials_entry" in {table for table, text in stored_text() if OPEN in text}
    files = [name for name, blob in database_files() if leak in blob]
    assert bool(files) == (connection.vendor == "sqlite")


def test_in_a_session(browser_of_alice: Browser) -> None:
    session = browser_of_alice.session
    session["draft"] = OPEN
    session.save()
    assert "a session" in {table for table, text in stored_text() if OPEN in text}


def test_in_the_arguments_of_the_worker(settings: Settings, account: Account) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    run_sync.enqueue(OPEN, None)
    tasks = list(DBTaskResult.objects.values_list("args_kwargs", flat=True))
    assert found([OPEN.encode()], repr(tasks))


def test_in_an_error_report(
    application: Application,
    report: Callable[[str], str],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.DEFAULT_EXCEPTION_REPORTER = "django.views.debug.ExceptionReporter"
    monkeypatch.setattr(debug, "get_default_exception_reporter_filter", Careless)
    assert found([OPEN.encode()], report(OPEN))


def test_on_a_page_and_in_a_header(leak: bytes, alice: Person, application: Application) -> None:
    witness = Witness()
    witness.force_login(alice)
    witness.get(reverse("vault:detail", args=[application.pk]))
    assert [answer for answer in witness.answers if OPEN in answer]


def test_in_a_log_line_and_its_traceback(listener: Listener) -> None:
    logging.getLogger("keydesk").debug("called with %s", OPEN)
    try:
        raise ValueError(OPEN)
    except ValueError:
        logging.getLogger("keydesk").exception("failed")
    assert len([line for line in listener.heard if OPEN in line]) > 1


def test_in_what_a_shell_shows(application: Application) -> None:
    shown = repr(vault.reveal(application, actor=SYSTEM).expose())
    assert found([SECRETS["application"].encode()], shown)


def test_in_a_dump_of_the_settings(tmp_path: Path) -> None:
    keydesk = Scratch(f"sqlite:///{tmp_path / 'x.sqlite3'}", "ab" * 32, tmp_path)
    dumped = keydesk.manage("diffsettings", "--all", MAIL_FROM=OPEN)
    assert found([OPEN.encode()], dumped.stdout), dumped.stderr
