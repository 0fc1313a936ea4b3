"""A signed statement of the last entry of the log, to be stored on another machine."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import audit, core


class Command(BaseCommand):
    help = (
        "Sign where the audit log stands. The line is kept in the database, and added to a file "
        "or printed: a copy kept elsewhere shows a log that was cut."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, metavar="FILE", help="add the line to this file; else print it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        point = audit.write_checkpoint()
        if options["to"] is None:
            self.stdout.write(point.to_json())
            return
        try:
            core.append_private_line(options["to"], point.to_json())
        except OSError as error:
            raise CommandError(f"{options['to']}: {error.strerror}.") from None
        self.stdout.write(f"{options['to']} has a checkpoint at entry {point.seq}.")
