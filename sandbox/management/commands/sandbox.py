"""``manage.py sandbox``: a local OVHcloud until it is stopped."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter

from credentials.core import RuleError
from sandbox import server
from sandbox.learned_rules import learned_rules
from sandbox.options import add_arguments, sandbox_from, switch_help
from sandbox.state.call_record import CallRecord


class _PlainEpilog(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Leaves the lists of faults and quirks as they are written."""


class Command(BaseCommand):
    help = "Serve a local OVHcloud on 127.0.0.1 until stopped."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own attribute

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)
        parser.formatter_class, parser.epilog = _PlainEpilog, switch_help()

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        try:
            if options["learn"]:
                options["learn"].touch()
            running = server.start(sandbox_from(options), options["port"], tls=options["tls"])
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        with running:
            self.stdout.write(f"Sandbox API at {running.api_root}, pages at {running.url}/")
            self.stdout.flush()
            stopped.wait()
        self.stdout.write("Sandbox stopped.")
        if options["learn"]:
            self._learn(running.sandbox.record, options["learn"])

    def _learn(self, record: CallRecord, file: Path) -> None:
        try:
            text = learned_rules(record.calls).as_text()
        except RuleError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(text)
        file.write_text(text)
