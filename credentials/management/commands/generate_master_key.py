"""A new master key, printed or written to a file of its own."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials.sealing import generation


class Command(BaseCommand):
    help = generation.DESCRIPTION
    requires_system_checks: list[str] = []  # noqa: RUF012 -- the keys that are there may be none

    def add_arguments(self, parser: Any) -> None:
        generation.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            generation.make(options["to"])
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
