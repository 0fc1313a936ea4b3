"""Everything in the database, sealed as it is, in a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import KeydeskError


class Command(BaseCommand):
    help = (
        "Write every table to a new folder, from one moment, while Keydesk goes on. Secrets are "
        "in it sealed; the master keys are not: keep them somewhere else, and keep both."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a new folder")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Writing to {options['to']} …")
        try:
            manifest = vault.back_up(options["to"].absolute(), actor=SYSTEM)
        except KeydeskError as error:
            raise CommandError(f"{error} {error.next_step}".strip()) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        keys = ", ".join(manifest.master_keys)
        tables = len(manifest.parts)
        self.stdout.write(f"{options['to']} has {manifest.rows} rows of {tables} tables.")
        self.stdout.write(f"It opens with the master keys {keys}, which are not in it.")
