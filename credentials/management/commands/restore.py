"""A backup, put into an empty database and compared."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import KeydeskError
from credentials.management.commands import check_vault
from credentials.sealing import ChainVerdict
from credentials.vault import RestoredBackup


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty, migrated database: all of it or nothing. Every row is "
        "read back and compared, the log is verified, every secret is opened. Exit code 0: "
        "restored and whole. 1: restored, with a fault that was backed up. 2: nothing restored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", type=Path, required=True, dest="source", metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Reading {options['source']} …")
        try:
            restored = vault.restore_backup(options["source"], actor=SYSTEM)
        except KeydeskError as error:
            raise CommandError(f"{error} {error.next_step}".strip(), returncode=2) from None
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error}", returncode=2) from None
        for line in _restored_lines(restored):
            self.stdout.write(line)
        for fault in restored.findings.named:
            self.stderr.write(fault)
        is_whole = restored.log.verdict is ChainVerdict.INTACT and not restored.findings.faults
        sys.exit(0 if is_whole else 1)


def _restored_lines(restored: RestoredBackup) -> list[str]:
    rows, tables = restored.manifest.rows, len(restored.manifest.parts)
    done = (
        "This backup was restored here already; nothing was written."
        if restored.was_there
        else f"{rows} rows of {tables} tables are restored, each the same as in the backup."
    )
    return [done, f"The audit log is {restored.log}", check_vault.report(restored.findings)]
