"""Restoring: into an empty database, in one transaction, and compared with what was backed up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from credentials import audit
from credentials.audit import Actor
from credentials.core import AuditAction, gettext_noop, say
from credentials.models import AuditEntry, InstanceKey
from credentials.sealing import ChainReport, instance_key
from credentials.vault import inspection
from credentials.vault.backups.manifest import BackupError, Manifest, Part
from credentials.vault.backups.tables import Digest, Table, tables
from credentials.vault.inspection import Inspection


@dataclass(frozen=True, slots=True)
class RestoredBackup:
    """What was restored, and how its log and its vault stand.

    ``was_there`` says that this very backup had been restored before: nothing was written.
    """

    manifest: Manifest
    log: ChainReport
    findings: Inspection
    was_there: bool


def restore_backup(source: Path, *, actor: Actor) -> RestoredBackup:
    """Fill an empty database from a backup. Raises ``BackupError`` and ``KeyringError``.

    Either all of it is there afterwards, the same row for row, or nothing is. A fault that the log
    or the vault had when it was backed up is restored with it, and reported.
    """
    manifest = _proven(source)
    with transaction.atomic(durable=True):
        was_there = _is_restored(manifest)
        if not was_there:
            _guard_empty()
            _fill(source, manifest)
        log = audit.verify()
        findings = inspection.inspect(actor=actor)
        if not was_there:
            details: dict[str, audit.Detail] = {"backup": manifest.mac, "rows": manifest.rows}
            audit.record(AuditAction.RESTORED, actor=actor, details=details)
    return RestoredBackup(manifest, log, findings, was_there)


def _proven(source: Path) -> Manifest:
    """The manifest, once it and every file are known to be as they were written."""
    manifest = Manifest.read(source)
    if [(part.name, part.columns) for part in manifest.parts] != [
        (table.name, sorted(table.columns)) for table in tables()
    ]:
        raise BackupError(
            say(gettext_noop("The backup has other tables than this version of Keydesk.")),
            next_step=say(gettext_noop("Restore it with the version that made it, then migrate.")),
        )
    for part in manifest.parts:
        _guard_whole(part, source)
    if not manifest.is_signed(
        instance_key.backup_key(instance_key.opened(_instance_token(source)))
    ):
        raise _changed("manifest.json")
    return manifest


def _guard_whole(part: Part, source: Path) -> None:
    try:
        is_whole = part.is_whole(source)
    except (OSError, UnicodeDecodeError):
        is_whole = False
    if not is_whole:
        raise _changed(part.file(source).name)


def _instance_token(source: Path) -> str:
    """The wrapped instance key, as the backup has it."""
    table = Table(InstanceKey)
    part = Part(table.name, [], 1, "")
    try:
        (line,) = part.lines(source)
        return str(json.loads(line)["token"])
    except (ValueError, KeyError, TypeError):
        raise _changed(part.file(source).name) from None


def _is_restored(manifest: Manifest) -> bool:
    done = AuditEntry.objects.filter(action=AuditAction.RESTORED, details__backup=manifest.mac)
    return done.exists()


def _guard_empty() -> None:
    filled = [table.name for table in tables() if not table.is_empty()]
    if filled:
        raise BackupError(
            say(
                gettext_noop("This database is not empty: %(tables)s."),
                tables=", ".join(filled),
            ),
            next_step=say(gettext_noop("Restore into a new one, migrated and never used.")),
        )


def _fill(source: Path, manifest: Manifest) -> None:
    """Insert every row, then read every row back and hold it against the manifest."""
    pairs = list(zip(tables(), manifest.parts, strict=True))
    for table, part in pairs:
        table.fill(part.lines(source))
    for table, part in pairs:
        digest = Digest()
        for _ in digest.over(table.lines()):
            pass
        if Part.of(table, digest) != part:
            raise _changed(part.file(source).name)


def _changed(name: str) -> BackupError:
    return BackupError(
        say(gettext_noop("%(file)s is not what was backed up."), file=name),
        next_step=say(gettext_noop("Nothing was restored. Take another copy of the backup.")),
    )
