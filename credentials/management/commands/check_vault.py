"""Whether everything in the vault opens."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from credentials import vault
from credentials.audit import SYSTEM
from credentials.core import KeyringError
from credentials.vault import Inspection


class Command(BaseCommand):
    help = (
        "Open every key, every secret and every seed of a second factor, show none, and count "
        "them. Exit code 0: everything opens. 1: something does not, named on standard error."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            findings = vault.inspect(actor=SYSTEM)
        except KeyringError as error:
            self.stderr.write(f"instance key: {error}")
            sys.exit(1)
        self.stdout.write(report(findings))
        for fault in findings.named:
            self.stderr.write(fault)
        sys.exit(1 if findings.faults else 0)


def report(findings: Inspection) -> str:
    """The counts, a line each."""
    keys = [f"{count:>9}  keys under master key {key}" for key, count in findings.keys.items()]
    secrets = [f"{count:>9}  secrets as {form}" for form, count in findings.secrets.items()]
    rest = [
        f"{findings.seeds:>9}  seeds of second factors",
        f"{findings.destroyed:>9}  versions destroyed",
        f"{findings.faults:>9}  that do not open or fit",
    ]
    return "\n".join([*keys, *secrets, *rest])
