"""The audit log as JSON lines, to be read and verified elsewhere."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import audit, core
from credentials.audit import SYSTEM
from credentials.sealing import instance_key


class Command(BaseCommand):
    help = (
        "Write the whole audit log to a file, one JSON object a line; that is an entry itself. "
        "`python -m credentials.sealing.chain FILE --key KEY_FILE` verifies it without a database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new file")
        parser.add_argument(
            "--key-to",
            type=Path,
            metavar="KEY_FILE",
            help="write the key that verifies the log to a new file, which only its owner reads; "
            "whoever has it can also write a log that verifies",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        key_file: Path | None = options["key_to"]
        lines = audit.export(actor=SYSTEM, with_key=key_file is not None)
        try:
            if key_file is not None:
                core.write_private_file(key_file, [instance_key.audit_key().hex()])
            count = core.write_private_file(options["to"], lines)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        self.stdout.write(f"{options['to']} has {count} entries.")
