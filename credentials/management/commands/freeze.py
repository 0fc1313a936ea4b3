"""Freeze live keys at OVHcloud, or thaw them, by number or by a filter."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from credentials.core import BulkAction
from credentials.management.bulk_command import BulkCommand


class Command(BulkCommand):
    help = (
        "Limit live keys at OVHcloud to addresses that nobody has, or with --thaw set them back: "
        "one bulk job, which the worker does, with a line a key. Exit code 1: some could not be "
        "done; 2: no such key, or not confirmed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--thaw", action="store_true", help="set frozen keys back")

    def handle(self, *args: Any, **options: Any) -> None:
        self.action = BulkAction.THAW_KEYS if options["thaw"] else BulkAction.FREEZE_KEYS
        super().handle(*args, **options)
