"""Whether the audit log holds, as an exit code for cron and for people."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from credentials import audit
from credentials.core import KeydeskError
from credentials.sealing import ChainVerdict, chain


class Command(BaseCommand):
    help = (
        "Hold the audit log against its chain and its checkpoints. Exit code 0: intact. 1: "
        "tampered, with the first number that does not hold. 2: cut against a checkpoint or the "
        "log's head. 3: cannot tell."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012 -- a failed check would look like a 1

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--checkpoints",
            type=Path,
            metavar="FILE",
            help="checkpoints that were kept elsewhere, as write_checkpoint wrote them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path | None = options["checkpoints"]
        try:
            report = audit.verify(also=chain.read_checkpoints(file) if file else ())
        except (KeydeskError, DatabaseError, OSError, ValueError) as error:
            self.stderr.write(f"cannot tell: {error}")
            sys.exit(ChainVerdict.UNKNOWN)
        with suppress(DatabaseError):  # where one may only read, the exit code has to do
            audit.keep_verification(report)
        self.stdout.write(str(report))
        self._tell_of_triggers()
        sys.exit(report.verdict)

    def _tell_of_triggers(self) -> None:
        """Beside the verdict: what guards the log from now on."""
        try:
            audit.guard_triggers(connection)
        except audit.LogUnguarded as error:
            self.stderr.write(f"{error} {error.next_step}")
