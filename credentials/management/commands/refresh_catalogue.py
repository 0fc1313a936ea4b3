"""The list of what an endpoint offers, read anew from the endpoint itself."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import ovhcloud
from credentials.core import KeydeskError


class Command(BaseCommand):
    help = (
        "Read what an endpoint's API offers, for the rights builder. All of it is read or nothing "
        "changes; no key is needed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("endpoint", nargs="*", default=["ovh-eu"], help="such as ovh-eu")
        parser.add_argument(
            "--anyway", action="store_true", help="even if it has far less than before"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for name in options["endpoint"]:
            try:
                self._refresh(name, options)
            except KeydeskError as error:
                raise CommandError(f"{name}: {error} {error.next_step}".strip()) from None

    def _refresh(self, name: str, options: dict[str, Any]) -> None:
        endpoint = ovhcloud.endpoint(name)
        description = ovhcloud.read_description(
            endpoint, limits=ovhcloud.limits(), report=self._report(options)
        )
        ovhcloud.store_description(description, anyway=options["anyway"])
        snapshot = description.snapshot
        self.stdout.write(f"{name}: {len(snapshot.operations)} operations as of {snapshot.taken}")

    def _report(self, options: dict[str, Any]) -> ovhcloud.DescriptionProgress:
        def report(section: str, operations: int) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(f"  {section}: {operations}")

        return report
