"""What a process does before it serves, and whether it still can serve.

The web process and the worker both begin with ``prepare``: it closes files to others, refuses a
database that is older than the code, and opens the instance key. A command that people run does
not. ``check_database`` and ``try_to_write`` are what the health answer asks.
"""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
import stat
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import (
    DatabaseError,
    DataError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.models.sql.compiler import SQLCompiler, cursor_iter
from django.utils import timezone

from credentials import audit, postgresql
from credentials.core import KeydeskError, gettext_noop, ngettext_noop, say
from credentials.models import ProcessBeat
from credentials.sealing import instance_key

logger = logging.getLogger("keydesk.startup")

#: Seconds between two tries to write, however often health is asked.
BETWEEN_WRITES: Final = 5.0
#: Seconds for which health repeats that a page could not be written.
REPEATED: Final = 5.0
#: The exit code by which gunicorn knows that starting another process will not help.
REFUSED: Final = 3

_OTHERS: Final = 0o077
_MAIL_IN_FILES: Final = "django.core.mail.backends.filebased.EmailBackend"
_SQLITE_REFUSALS: Final = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
)
_POSTGRESQL_REFUSALS: Final = frozenset({"25006", "53100"})  # read-only transaction, disk full
_UNREADABLE: Final = (ValueError, TypeError, ArithmeticError, RecursionError, DataError)
#: Where Django takes rows from the driver and makes values of them.
_READING: Final = frozenset({cursor_iter.__code__, SQLCompiler.apply_converters.__code__})
_BESIDE_SQLITE: Final = ("", "-wal", "-shm", "-journal")


class UnappliedMigrations(KeydeskError):
    """The database lacks tables or columns of this version."""

    def __init__(self, count: int) -> None:
        super().__init__(
            say(
                ngettext_noop(
                    "The database lacks %(count)s migration of this version.",
                    "The database lacks %(count)s migrations of this version.",
                    by="count",
                ),
                count=count,
            ),
            next_step=say(gettext_noop("Run manage.py migrate, then start again.")),
        )


class UnreadableValue(KeydeskError):
    """A column holds what its type cannot: a 13th month, a number of 5 000 digits."""

    def __init__(self) -> None:
        super().__init__(
            say(gettext_noop("A value in the database is none of its column's type.")),
            next_step=say(gettext_noop("It was written outside Keydesk: restore a backup.")),
        )


class WriteRefused(DatabaseError):
    """A page could not write a moment ago."""


class _Process:
    """What this process has found out: whether the database fits, and when it last wrote."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.has_fitting_database = False
        self.wrote_at = -BETWEEN_WRITES
        self.refused_at = -REPEATED


_process = _Process()


def prepare() -> None:
    """Close files, then look at the database; raises ``KeydeskError`` and ``DatabaseError``."""
    postgresql.limit_answers()
    close_files()
    check_database()


def prepare_or_exit() -> None:
    """Prepare; a process that cannot serve ends with a sentence and exit code 3.

    A database that does not answer is no reason: it may be back in a second, and health says so.
    """
    try:
        prepare()
    except KeydeskError as error:
        sys.stderr.write(f"{error} {error.next_step}\n")
        sys.stderr.flush()
        sys.exit(REFUSED)
    except OperationalError as error:
        logger.error(
            "The database does not answer; starting all the same: %s", postgresql.first_line(error)
        )


def check_database() -> None:
    """Whether the database fits, opens and guards the log; raises ``KeydeskError`` and
    ``DatabaseError``."""
    if not _process.has_fitting_database:
        if count := unapplied_migrations():
            raise UnappliedMigrations(count)
        _process.has_fitting_database = True
    instance_key.key()
    audit.guard_triggers(connection)


def unapplied_migrations() -> int:
    """How many migrations of this version the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def try_to_write() -> None:
    """Write a heartbeat, at most every few seconds; raises ``DatabaseError`` where one cannot.

    A database that another process locks can be written, only not now. The heartbeat may still
    fit on a disk that is full for everything else, so what pages were refused counts as well.
    """
    if time.monotonic() - _process.refused_at < REPEATED:
        raise WriteRefused("A page could not be written a moment ago.")
    if time.monotonic() - _process.wrote_at < BETWEEN_WRITES:
        return
    if not _process.lock.acquire(blocking=False):
        return
    try:
        with _short_lock_timeout():
            beat(f"web-{socket.gethostname()[:40]}-{os.getpid()}")
        _process.wrote_at = time.monotonic()
    except OperationalError as error:
        if "lock" not in str(error):
            raise
    finally:
        _process.lock.release()


def note_refusal() -> None:
    """A page could not be written: health says so for a moment."""
    _process.refused_at = time.monotonic()


def beat(name: str, **facts: bool) -> None:
    """Say that the process ``name`` is alive; ``is_worker`` and ``is_busy`` are what it is."""
    ProcessBeat(name=name, beat_at=timezone.now(), **{"is_worker": False, **facts}).save()


def cannot_write(error: BaseException) -> bool:
    """Whether a database answers and refuses to write: it is read-only, or its disk is full."""
    if isinstance(error, WriteRefused):
        return True
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return code in _SQLITE_REFUSALS or getattr(cause, "sqlstate", "") in _POSTGRESQL_REFUSALS


def is_trouble(error: BaseException | None) -> bool:
    """Whether an error is the database's: it is away, busy for too long, or cannot be written."""
    return isinstance(error, OperationalError | InterfaceError) or (
        isinstance(error, DatabaseError) and cannot_write(error)
    )


def is_unreadable(error: BaseException | None) -> bool:
    """Whether a stored value stopped Django, or the driver, while it read a row."""
    if not isinstance(error, _UNREADABLE):
        return False
    codes = {frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)}
    return not codes.isdisjoint(_READING)


def close_files() -> None:
    """Take every right of others off the files that hold data; what was open gets a log line."""
    for path in open_paths():
        try:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
        except OSError as error:
            logger.warning("%s is open to others and stays so: %s.", path, error.strerror)
        else:
            logger.warning("%s was open to others, and is so no longer.", path)


def open_paths() -> list[Path]:
    """Files and folders with data that more than their owner may read, write or enter."""
    return [path for path in _data_paths() if path.lstat().st_mode & _OTHERS]


def _data_paths() -> Iterator[Path]:
    """What is there of the database's file, the mail folder with its files, and ``KEYDESK_VAR``."""
    database = settings.DATABASES["default"]
    candidates = [Path(settings.VAR_DIR)]
    if database["ENGINE"].endswith("sqlite3"):
        candidates += [Path(f"{database['NAME']}{end}") for end in _BESIDE_SQLITE]
    if settings.EMAIL_BACKEND == _MAIL_IN_FILES:
        mail = Path(settings.EMAIL_FILE_PATH)
        candidates += [mail, *(mail.iterdir() if mail.is_dir() else ())]
    yield from (path for path in candidates if path.exists() and not path.is_symlink())


@contextmanager
def _short_lock_timeout() -> Iterator[None]:
    """Within, a lock is waited for no longer than a second."""
    with transaction.atomic() if connection.vendor == "postgresql" else _busy_timeout(1000):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1s'")
        yield


@contextmanager
def _busy_timeout(milliseconds: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
