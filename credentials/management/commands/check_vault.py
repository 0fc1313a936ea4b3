"""Whether everything in the vault opens."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from credentials import inspection
from credentials.audit import SYSTEM
from credentials.errors import KeyringError
from credentials.inspection import Findings


class Command(BaseCommand):
    help = (
        "Open every key and every secret, show none, and count them. Exit code 0: everything "
        "opens. 1: something does not, named on standard error."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            findings = inspection.inspect(actor=SYSTEM)
        except KeyringError as error:
            self.stderr.write(f"instance key: {error}")
            sys.exit(1)
        self.stdout.write(report(findings))
        for fault in findings.named:
            self.stderr.write(fault)
        sys.exit(1 if findings.faults else 0)


def report(findings: Findings) -> str:
    """The counts, a line each."""
    keys = [f"{count:>9}  keys under master key {key}" for key, count in findings.keys.items()]
    secrets = [f"{count:>9}  secrets as {form}" for form, count in findings.secrets.items()]
    rest = [
        f"{findings.forgotten:>9}  versions forgotten",
        f"{findings.faults:>9}  that do not open or fit",
    ]
    return "\n".join([*keys, *secrets, *rest])
