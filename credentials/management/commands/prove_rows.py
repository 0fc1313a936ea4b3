"""Rows that were changed outside Keydesk: which there are, and taking one as it stands."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from credentials import audit
from credentials.audit import SYSTEM
from credentials.models import Proven


class Command(BaseCommand):
    help = (
        "List the rows that grant something and are not as Keydesk wrote them: nobody is given "
        "anything by them. After a repair by hand, take one as it stands, with a reason, which is "
        "logged. Exit code 1: there are such rows."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accept", nargs=2, metavar=("TABLE", "ID"), help="take this row as it stands"
        )
        parser.add_argument("--reason", default="", help="why, for the log")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accept"]:
            self._accept(*options["accept"], reason=options["reason"].strip())
            return
        rows = [_row_line(row) for row in audit.changed_rows()]
        for line in rows or ["Every row is as Keydesk wrote it."]:
            self.stdout.write(line)
        if rows:
            raise SystemExit(1)

    def _accept(self, table: str, row_id: str, *, reason: str) -> None:
        if not reason:
            raise CommandError("Say why: --reason.")
        row = _row(table, row_id)
        audit.accept_row(row, actor=SYSTEM, reason=reason)
        self.stdout.write(f"{_row_line(row)}: grants from now on what it says.")


def _row(table: str, row_id: str) -> Model:
    tables = audit.proven_tables()
    if table not in tables:
        raise CommandError(f"{table}: no table with proofs. There are {', '.join(sorted(tables))}.")
    try:
        row = tables[table]._default_manager.filter(pk=row_id).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise CommandError(f"{table} has no row {row_id}.")
    return row


def _row_line(row: Model) -> str:
    """The row's place; what it says of itself is somebody's words, so in quotes."""
    label = f" {str(row)!r}" if isinstance(row, Proven) else ""
    return f"{row._meta.db_table} {row.pk}{label}"
