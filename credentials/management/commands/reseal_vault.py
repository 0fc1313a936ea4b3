"""Bring every key under the first master key."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from credentials import vault
from credentials.audit import SYSTEM
from credentials.sealing import master_keys
from credentials.vault import ResealProgress


class Command(BaseCommand):
    help = (
        "Rewrap every data key and the instance key under the first master key, in batches, while "
        "Keydesk goes on. It may be stopped at any moment and run again. Exit code 0: nothing is "
        "left under another key. 1: something is left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch", type=int, default=vault.RESEAL_BATCH, help="keys a transaction"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        first, *others = master_keys.keyring().ids
        self.stdout.write(f"The first master key is {first}; others: {', '.join(others) or 'none'}")
        self.stdout.write(f"To rewrap: {_counts(vault.keys_left_to_reseal())}")
        progress = ResealProgress()
        for progress in vault.reseal(actor=SYSTEM, batch=options["batch"]):
            self.stdout.write(f"{progress.rewrapped} rewrapped; left: {_counts(progress.left)}")
            self.stdout.flush()
        for account_id in progress.unopened:
            self.stderr.write(f"The data key of account {account_id} does not open.")
        if vault.keys_left_to_reseal():
            sys.exit(1)
        self.stdout.write(f"Everything is under {first}. No other key is needed for this database.")


def _counts(remaining: Counter[str]) -> str:
    counts = [f"{count} under {key}" for key, count in sorted(remaining.items())]
    return ", ".join(counts) or "nothing"
