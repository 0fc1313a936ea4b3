"""The evidence pack as a file, for somebody who shall verify it elsewhere."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import reports
from credentials.audit import SYSTEM
from credentials.models import Team
from credentials.teams import note_export


class Command(BaseCommand):
    help = (
        "Write inventory, findings, exceptions and the log, signed, to a new ZIP file. The "
        "verify.py in it needs Python alone; public_log_key prints the key to compare with."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new file")
        parser.add_argument("--team", default="", help="this team alone")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["to"]
        teams = Team.objects.filter(name=options["team"]) if options["team"] else Team.objects.all()
        if not teams.exists():
            raise CommandError("There is no such team.")
        note_export(teams, report="evidence", actor=SYSTEM)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as output:
                output.writelines(reports.evidence_of(teams))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from None
        self.stdout.write(f"{file} is written.")
