"""What lists go by worked out anew: how many rows differed from what was kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from credentials import live, vault
from credentials.models import Account


class Command(BaseCommand):
    help = (
        "Work out anew what the lists of live keys and of the vault show, find, sort and count, "
        "from what was read and stored. Prints how many rows and counts differed; none should."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        accounts = Account.objects.all()
        keys = live.rebuild_rows(accounts, progress=self._progress)
        rows, differing = vault.rebuild_entry_rows(accounts)
        self.stdout.write(
            f"{keys.rows} live keys looked at: {keys.differing_rows} differed, "
            f"and {keys.differing_counts} counts.\n"
            f"{rows} entries looked at: {differing} differed."
        )

    def _progress(self, done: live.Rebuilding) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done.rows} live keys", ending="")
