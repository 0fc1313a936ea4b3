"""Making a backup: one moment of the database, written beside its place and renamed when whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from credentials import audit, instance, private_files
from credentials.audit import Actor
from credentials.backups.manifest import BackupError, Manifest, Part
from credentials.backups.tables import Digest, Table, tables
from credentials.enums import AuditAction, Outcome
from credentials.keyring import key_id
from credentials.models import Account
from credentials.sentences import gettext_noop, say


def back_up(to: Path, *, actor: Actor) -> Manifest:
    """Write a backup into a new folder ``to``. Raises ``BackupError`` and ``OSError``.

    Nobody is kept waiting. ``to`` is there when all of it is; what a run that was killed left
    beside it, the next run to the same place takes away.
    """
    key = instance.backup_key(instance.key())
    audit.record(AuditAction.BACKED_UP, actor=actor, outcome=Outcome.STARTED)
    with _unfinished(to) as folder:
        with _one_moment():
            manifest = _written(folder).signed(key)
        manifest.write(folder)
        _guard_free(to)
        folder.rename(to)
    _flush(to.parent)
    audit.record(AuditAction.BACKED_UP, actor=actor, details={"rows": manifest.rows})
    return manifest


def _written(folder: Path) -> Manifest:
    parts = [_write(table, folder) for table in tables()]
    tokens = [instance.token() or "", *Account.objects.values_list("data_key", flat=True)]
    return Manifest(
        made_at=timezone.now().isoformat(),
        engine=connection.vendor,
        master_keys=sorted({key_id(token) for token in tokens}),
        parts=parts,
    )


def _write(table: Table, folder: Path) -> Part:
    digest = Digest()
    private_files.write(folder / f"{table.name}.jsonl", digest.over(table.lines()))
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
    """A folder beside ``to`` for this run alone, emptied of what another left in it."""
    _guard_free(to)
    folder = to.with_name(f".{to.name}.unfinished")
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor, to)
        for file in folder.iterdir():
            file.unlink()
        yield folder
        os.fsync(descriptor)
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
    if to.exists():
        raise BackupError(
            say(gettext_noop("%(folder)s is there already."), folder=to),
            next_step=say(gettext_noop("Name a folder that is not there yet.")),
        )


def _flush(folder: Path) -> None:
    """Make what was renamed in a folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
