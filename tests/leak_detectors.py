"""Where a secret could be found: log records, answers, sessions, rows, the database's files."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.people import Browser


class LogCollector(logging.Handler):
    """Everything any logger says, at any level, tracebacks included."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(f"{record.getMessage()} {record.args!r} {record.__dict__!r}")
        if record.exc_info and record.exc_info[1]:
            self.records += traceback.format_exception(record.exc_info[1])


class RecordingBrowser(Browser):
    """A browser that keeps every answer it was given, but for the reveals, and what its session
    held after each."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str] = []
        self.session_texts: list[str] = []

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().generic(*args, **kwargs)
        if settings.SESSION_COOKIE_NAME in self.cookies:
            self.session_texts.append(repr(dict(self.session)))
        if not str(args[1]).endswith(
            ("/reveal/", "/copy/")
        ) and "attachment" not in answer.headers.get("Content-Disposition", ""):
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            self.answers.append(f"{args[1]} {dict(answer.items())} {body.decode()}")
        return answer


@pytest.fixture
def log_collector() -> Iterator[LogCollector]:
    handler, root = LogCollector(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def stored_text() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text; what sessions hold no row tells."""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, repr(row)


def database_files() -> Iterator[tuple[str, bytes]]:
    """The bytes of the SQLite file and of its log; a server keeps its files elsewhere."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        for path in Path(name).parent.glob(f"{Path(name).name}*"):
            yield path.name, path.read_bytes()
