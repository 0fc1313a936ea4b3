"""Whether stored secrets are known to have leaked."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import leak_checks
from credentials.audit import SYSTEM
from credentials.core import KeydeskError
from credentials.models import Entry


class Command(BaseCommand):
    help = (
        "Ask the service that KEYDESK_LEAK_SERVICE names about each stored secret: it is told the "
        "first 5 of 64 digits of its SHA-256, and nothing else. Without that setting nothing is "
        "opened and nobody is asked. Exit code 1: one leaked, or could not be asked about."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            service = leak_checks.leak_service()
        except KeydeskError as error:
            raise CommandError(str(error)) from None
        if service is None:
            raise CommandError("KEYDESK_LEAK_SERVICE is not set: nothing was opened or asked.")
        entries = Entry.objects.filter(archived_at=None).select_related("account__team")
        outcomes = [self._told(entry, service) for entry in entries.order_by("label", "pk")]
        self.stdout.write(f"{len(outcomes)} asked about, {outcomes.count(True)} known to leak")
        sys.exit(0 if all(outcome is False for outcome in outcomes) else 1)

    def _told(self, entry: Entry, service: leak_checks.LeakService) -> bool | None:
        """What the service says; None where it could not be asked."""
        try:
            is_leaked = leak_checks.check_entry(entry, service, actor=SYSTEM)
        except (KeydeskError, OSError) as error:
            words = str(error) if isinstance(error, KeydeskError) else type(error).__name__
            self.stdout.write(f"{entry.label}\t{entry.account}\tnot asked\t{words}")
            return None
        if is_leaked:
            self.stdout.write(f"{entry.label}\t{entry.account}\tleaked: replace it")
        return is_leaked
