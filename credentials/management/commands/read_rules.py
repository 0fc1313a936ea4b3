"""The access rules in a text, one a line: for terminals and pipes."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import rights
from credentials.core import RuleError, gettext_noop, say
from credentials.management.command_input import text_of


class Command(BaseCommand):
    help = (
        "Print the access rules in a text of any kind as METHOD /path, one a line. What looked "
        "like a part of a rule and was left, what was changed on the way, and names to fill in, go "
        "to standard error. Exit code 1: no rule is in it."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012 -- it reads a text and nothing else

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = rights.read_rules(text_of(options["file"]))
        except RuleError as error:
            raise CommandError(str(error)) from None
        for part in reading.said_parts:
            piece = rights.visible_text(reading.text[part.start : part.end])
            self.stderr.write(f"line {reading.line_of(part.start)}: {piece}: {part.reason}")
        for name in reading.blanks:
            self.stderr.write(str(say(_BLANK, name=name)))
        for rule in dict.fromkeys(reading.rules):
            self.stdout.write(str(rule))
        if not reading.rules:
            if not reading.leftovers:
                self.stderr.write(str(rights.NO_RULE))
            sys.exit(1)


_BLANK = gettext_noop("{%(name)s} stands for a name that is to be filled in.")
