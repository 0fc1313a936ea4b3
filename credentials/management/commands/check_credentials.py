"""Whether every stored key and service account still works."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand

from credentials import onboarding
from credentials.audit import SYSTEM
from credentials.core import EntryKind, KeydeskError, KeyState
from credentials.models import Entry

_PAUSE: Final = 2.0
_KINDS: Final = (EntryKind.CONSUMER_KEY, EntryKind.SERVICE_ACCOUNT)
_WORDS: Final = {True: "works", False: "does not work", None: "not heard"}


class Command(BaseCommand):
    help = (
        "Ask OVHcloud by each stored key and service account whether it works; the answers are "
        "kept and shown on the entries' pages. Exit code 0: all work. 1: one does not, or was "
        "not heard."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--pause",
            type=float,
            default=_PAUSE,
            metavar="SECONDS",
            help=f"between two entries (default {_PAUSE:g})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        kept = Entry.objects.filter(kind__in=_KINDS, archived_at=None).order_by("label", "pk")
        entries = kept.exclude(as_consumer_key__state=KeyState.FOREIGN)  # used for nothing
        for number, entry in enumerate(entries.select_related("account__team").iterator()):
            if number:
                time.sleep(options["pause"])
            failed += not self._works(entry)
        self.stdout.write(f"{entries.count()} tested, {failed} that do not work or were not heard")
        sys.exit(1 if failed else 0)

    def _works(self, entry: Entry) -> bool:
        try:
            check = onboarding.check_credential(entry, actor=SYSTEM)
        except KeydeskError as error:
            self._say(entry, _WORDS[None], str(error))
            return False
        self._say(entry, _WORDS[check.works], str(check.cause))
        return check.works is True

    def _say(self, entry: Entry, word: str, reason: str) -> None:
        columns = [entry.label, str(entry.account), word, reason]
        self.stdout.write("\t".join(part for part in columns if part))
