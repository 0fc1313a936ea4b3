"""The rows of live keys worked out anew: how many differed from what was kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from credentials import live
from credentials.models import Account


class Command(BaseCommand):
    help = (
        "Work out anew what the list of live keys shows, finds, sorts and counts, from what was "
        "read. Prints how many rows and counts differed; none should."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = live.rebuild_rows(Account.objects.all(), progress=self._progress)
        self.stdout.write(
            f"{done.rows} rows looked at: {done.differing_rows} differed, "
            f"and {done.differing_counts} counts."
        )

    def _progress(self, done: live.Rebuilding) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done.rows} rows", ending="")
