"""Making a backup: one moment of the database, written beside its place and renamed when whole."""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from credentials import audit, core
from credentials.audit import Actor
from credentials.core import AuditAction, gettext_noop, say
from credentials.models import Account
from credentials.sealing import instance_key, key_id
from credentials.vault.backups.manifest import BackupError, Manifest, Part
from credentials.vault.backups.tables import Digest, Table, tables

_UNFINISHED: Final = ".unfinished"


def back_up(to: Path, *, actor: Actor) -> Manifest:
    """Write a backup into a new folder ``to``. Raises ``BackupError`` and ``OSError``.

    Nobody is kept waiting. ``to`` is there when all of it is; what a run that was killed left
    beside it, the next run to the same place takes away.
    """
    with audit.attempt_call(AuditAction.BACKED_UP, actor=actor) as attempt:
        with attempt.started():
            key = instance_key.backup_key(instance_key.key())
        with _unfinished(to) as folder:
            with _one_moment():
                manifest = _written(folder).signed(key)
            manifest.write(folder)
            _guard_free(to)
            folder.rename(to)
        _flush(to.parent)
        with attempt.ended():
            attempt.details["rows"] = manifest.rows
    return manifest


def _written(folder: Path) -> Manifest:
    parts = [_write(table, folder) for table in tables()]
    tokens = [instance_key.token() or "", *Account.objects.values_list("data_key", flat=True)]
    return Manifest(
        made_at=timezone.now().isoformat(),
        engine=connection.vendor,
        master_keys=sorted({key_id(token) for token in tokens}),
        parts=parts,
    )


def _write(table: Table, folder: Path) -> Part:
    digest = Digest()
    core.write_private_file(folder / f"{table.name}.jsonl", digest.over(table.lines()))
    return Part.of(table, digest)


@contextmanager
def _one_moment() -> Iterator[None]:
    """All reading in here sees the same state, whatever others write meanwhile."""
    if connection.vendor == "sqlite":
        # Not atomic(): that begins IMMEDIATE here, and would keep every writer waiting.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _unfinished(to: Path) -> Iterator[Path]:
    """A new folder beside ``to`` for this run alone; its name cannot be known before."""
    _guard_free(to)
    _take_away_unfinished(to)
    folder = Path(tempfile.mkdtemp(prefix=f".{to.name}.", suffix=_UNFINISHED, dir=to.parent))
    with _locked(folder, to) as descriptor:
        yield folder
        os.fsync(descriptor)


def _take_away_unfinished(to: Path) -> None:
    """Remove the folders of runs that were killed. Links, and what others own, are left alone."""
    for folder in to.parent.glob(f".{glob.escape(to.name)}.*{_UNFINISHED}"):
        facts = folder.lstat()
        if stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid():
            with _locked(folder, to):
                shutil.rmtree(folder)


@contextmanager
def _locked(folder: Path, to: Path) -> Iterator[int]:
    """The open folder; raises ``BackupError`` while another run writes to it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _lock(descriptor, to)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int, to: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupError(
            say(gettext_noop("Another backup is being written to %(folder)s."), folder=to)
        ) from None


def _guard_free(to: Path) -> None:
    if os.path.lexists(to):
        raise BackupError(
            say(gettext_noop("%(folder)s is there already."), folder=to),
            next_step=say(gettext_noop("Name a folder that is not there yet.")),
        )


def _flush(folder: Path) -> None:
    """Make what was renamed in a folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
