"""The leak tests detect leaks: where a secret is planted on purpose, each of them finds it."""

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
from credentials.live import run_sync
from credentials.models import Account, Application, Entry, Person
from tests.conftest import SECRETS
from tests.leak_detectors import (
    LogCollector,
    RecordingBrowser,
    database_files,
    log_collector,
    stored_text,
)
from tests.scratch import Scratch
from tests.test_leaks_outside_pages import dump, files_of_the_database, leaked, report

__all__ = ["log_collector", "report"]

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


def test_a_secret_in_a_dump_is_detected(leak: bytes) -> None:
    assert leaked([leak], dump())


def test_a_secret_in_the_files_of_the_database_is_detected(leak: bytes) -> None:
    assert any(leaked([leak], content) for _, content in files_of_the_database())


def test_a_secret_in_the_write_ahead_log_is_detected(leak: bytes) -> None:
    logs = [content for path, content in files_of_the_database() if "wal" in str(path)]
    assert any(leaked([leak], content) for content in logs)


def test_a_secret_in_a_backup_is_detected(leak: bytes, tmp_path: Path) -> None:
    call_command("back_up", to=tmp_path / "backup")
    files = (tmp_path / "backup").iterdir()
    assert [path.name for path in files if leaked([leak], path.read_bytes())] == [
        "credentials_entry.jsonl"
    ]


def test_a_secret_in_a_row_and_in_a_file_is_detected(leak: bytes) -> None:
    assert "credentials_entry" in {table for table, text in stored_text() if OPEN in text}
    files = [name for name, blob in database_files() if leak in blob]
    assert bool(files) == (connection.vendor == "sqlite")


def test_a_secret_in_a_session_is_detected(alice: Person) -> None:
    recording_browser = RecordingBrowser()
    recording_browser.force_login(alice)
    session = recording_browser.session
    session["draft"] = OPEN
    session.save()
    recording_browser.get(reverse("overview:home"))
    assert [text for text in recording_browser.session_texts if OPEN in text]


def test_a_secret_in_the_arguments_of_the_worker_is_detected(
    settings: Settings, account: Account
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    run_sync.enqueue(OPEN, None)
    tasks = list(DBTaskResult.objects.values_list("args_kwargs", flat=True))
    assert leaked([OPEN.encode()], repr(tasks))


def test_a_secret_in_an_error_report_is_detected(
    application: Application,
    report: Callable[[str], str],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.DEFAULT_EXCEPTION_REPORTER = "django.views.debug.ExceptionReporter"
    monkeypatch.setattr(debug, "get_default_exception_reporter_filter", Careless)
    assert leaked([OPEN.encode()], report(OPEN))


def test_a_secret_on_a_page_and_in_a_header_is_detected(
    leak: bytes, alice: Person, application: Application
) -> None:
    recording_browser = RecordingBrowser()
    recording_browser.force_login(alice)
    recording_browser.get(reverse("vault:detail", args=[application.pk]))
    assert [answer for answer in recording_browser.answers if OPEN in answer]


def test_a_secret_in_a_log_line_and_its_traceback_is_detected(log_collector: LogCollector) -> None:
    logging.getLogger("keydesk").debug("called with %s", OPEN)
    try:
        raise ValueError(OPEN)
    except ValueError:
        logging.getLogger("keydesk").exception("failed")
    assert len([line for line in log_collector.records if OPEN in line]) > 1


def test_a_secret_that_a_shell_shows_is_detected(application: Application) -> None:
    shown = repr(vault.reveal(application, actor=SYSTEM).expose())
    assert leaked([SECRETS["application"].encode()], shown)


def test_a_secret_in_a_dump_of_the_settings_is_detected(tmp_path: Path) -> None:
    keydesk = Scratch(f"sqlite:///{tmp_path / 'x.sqlite3'}", "ab" * 32, tmp_path)
    dumped = keydesk.manage("diffsettings", "--all", MAIL_FROM=OPEN)
    assert leaked([OPEN.encode()], dumped.stdout), dumped.stderr
