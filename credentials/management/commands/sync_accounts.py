"""Accounts read from the command line, with how far each reading is."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from credentials import live
from credentials.audit import SYSTEM
from credentials.core import KeydeskError, SyncState
from credentials.models import Account, Sync

_WIDTH: Final = 24


class Command(BaseCommand):
    help = (
        "Read accounts from OVHcloud now, one after the other: a bar on a terminal, else a line "
        "each. Exit code 0: all were read. 1: one was not, or in part."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", nargs="*", help="its label or its id")
        parser.add_argument("--all", action="store_true", help="all that have a management key")

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = self._accounts(options["account"], is_all=options["all"])
        unread = [account for account in accounts if not self._read(account)]
        self.stdout.write(f"{len(accounts) - len(unread)} of {len(accounts)} accounts read")
        sys.exit(1 if unread else 0)

    def _accounts(self, names: list[str], *, is_all: bool) -> list[Account]:
        if is_all == bool(names):
            raise CommandError("Name the accounts to read, or give --all.")
        known = Account.objects.select_related("team", "management_key")
        if is_all:
            return list(known.exclude(management_key=None))
        return [account for name in names for account in _named(list(known), name)]

    def _read(self, account: Account) -> bool:
        """Read one; whether all of it was."""
        try:
            sync = live.read_account(account, actor=SYSTEM, report=self._show)
        except KeydeskError as error:
            self._say(account, "not read", f"{error} {error.next_step}".strip())
            return False
        is_whole = sync.state == SyncState.DONE and not sync.notes
        word = "not read" if sync.state == SyncState.FAILED else "read" if is_whole else "in part"
        reasons = [str(sentence) for sentence in (sync.cause, *sync.notes) if sentence]
        self._say(account, word, f"{sync.done} keys", f"{sync.calls} calls", *reasons)
        return is_whole

    def _show(self, sync: Sync) -> None:
        """Move the bar of a reading under way."""
        if not self.stdout.isatty():
            return
        filled = _WIDTH * sync.done // max(sync.total or 0, sync.done, 1)
        bar = ("#" * filled).ljust(_WIDTH, ".")
        line = (
            f"[{bar}] {sync.account}: {sync.done} of {sync.total or '?'} keys, {sync.calls} calls"
        )
        if sync.next_call_at is not None:
            wait = (sync.next_call_at - timezone.now()).total_seconds()
            line += f", next call in {max(wait, 0):.0f} s"
        self.stdout.write(f"\r{line}\x1b[K", ending="")
        self.stdout.flush()

    def _say(self, account: Account, *columns: str) -> None:
        if self.stdout.isatty():
            self.stdout.write("\r\x1b[K", ending="")
        self.stdout.write("\t".join([str(account), *columns]))


def _named(accounts: list[Account], name: str) -> list[Account]:
    """The accounts with this label or id, of any team. Raises ``CommandError`` for none."""
    named = [account for account in accounts if name in (account.label, str(account.pk))]
    if not named:
        raise CommandError(f"No account is called “{name}”.")
    return named
