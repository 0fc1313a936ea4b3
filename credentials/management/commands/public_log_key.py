"""The public key by which anybody verifies checkpoints and evidence packs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from credentials import audit


class Command(BaseCommand):
    help = (
        "Print the public half of the key that signs checkpoints of the log and evidence packs, in "
        "hex. Publish it where auditors find it without Keydesk."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(audit.public_key())
