"""What is found, as a file and as an exit code: for people, cron and CI."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from credentials import reports
from credentials.core import KeydeskError, Severity
from credentials.findings import CODES
from credentials.models import Team

FOUND, WRONG, UNKNOWN = 1, 2, 3
_FORMATS: Final = ("text", "csv", "json", "sarif")


class Command(BaseCommand):
    help = (
        "Print what is found and not resolved. Exit code 0: nothing as bad as --fail-on that the "
        "baseline does not have. 1: something is. 2: asked for wrongly. 3: cannot tell."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=_FORMATS, default="text")
        parser.add_argument("--team", default="", help="this team alone")
        parser.add_argument(
            "--fail-on",
            choices=[severity.value for severity in Severity],
            help="exit with 1 where something as bad is found; exceptions do not count",
        )
        parser.add_argument(
            "--baseline",
            type=Path,
            metavar="FILE",
            help="a JSON report of earlier: what it has makes nothing fail",
        )
        parser.add_argument(
            "--list-codes", action="store_true", help="print codes, severities and controls"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list_codes"]:
            self.stdout.writelines(_code_lines())
            return
        try:
            known = self._known(options["baseline"])
            failing = self._print(_chosen_teams(options["team"]), options["format"], known, options)
        except (KeydeskError, DatabaseError) as error:
            self.stderr.write(f"cannot tell: {error}")
            sys.exit(UNKNOWN)
        if failing:
            self.stderr.write(f"{failing} findings are {options['fail_on']} or worse.")
            sys.exit(FOUND)

    def _known(self, baseline: Path | None) -> frozenset[str]:
        try:
            return reports.fingerprints_in(baseline) if baseline else frozenset()
        except reports.BaselineUnreadable as error:
            raise CommandError(" ".join(map(str, error.sentences)), returncode=WRONG) from None

    def _print(
        self,
        teams: QuerySet[Team],
        form: str,
        known: frozenset[str],
        options: dict[str, Any],
    ) -> int:
        """Print the rows; how many of them fail."""
        least = Severity(options["fail_on"]) if options["fail_on"] else None
        failing = 0

        def counted() -> Iterator[dict[str, Any]]:
            nonlocal failing
            for row in reports.finding_rows(teams):
                failing += least is not None and _fails(row, least, known)
                yield row

        for line in _lines(form, counted()):
            self.stdout.write(line, ending="")
        return failing


def _fails(row: dict[str, Any], least: Severity, known: frozenset[str]) -> bool:
    is_as_bad = Severity(row["severity"]).rank <= least.rank
    return is_as_bad and not row["excepted"] and row["fingerprint"] not in known


def _lines(form: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    report = reports.REPORTS["findings"]
    if form == "csv":
        return reports.csv_lines(rows, report.columns)
    if form == "json":
        made_at = timezone.now().isoformat()
        return reports.document_lines(report.name, rows, made_at=made_at)
    return reports.sarif_lines(rows) if form == "sarif" else map(_text_line, rows)


def _text_line(row: dict[str, Any]) -> str:
    place = ", ".join(filter(None, (row["team"], row["account"])))
    mark = " (exception)" if row["excepted"] else ""
    head = f"{row['severity']:<8} {row['code']:<24} {row['about']} ({place})"
    return f"{head}: {row['statement']}{mark}\n"


def _code_lines() -> Iterator[str]:
    for name, code in sorted(CODES.items()):
        controls = "; ".join(map(str, code.controls))
        yield f"{name:<26} {code.severity.value:<8} {controls}\n"


def _chosen_teams(name: str) -> QuerySet[Team]:
    teams = Team.objects.all()
    if not name:
        return teams
    chosen = teams.filter(name=name)
    if not chosen.exists():
        raise CommandError(f"There is no team {name}.", returncode=WRONG)
    return chosen
