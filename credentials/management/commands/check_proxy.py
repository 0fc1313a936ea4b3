"""Whether requests by the public address arrive here as that address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from credentials import proxy_check
from credentials.core import KeydeskError


class Command(BaseCommand):
    help = (
        "Ask for the health of Keydesk by its public address, and say as which address that "
        "arrived. Exit code 0: as PUBLIC_URL. 1: as another, or not at all."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            arrival = proxy_check.ask()
        except KeydeskError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Expected: {settings.PUBLIC_ORIGIN}")
        self.stdout.write(f"Came: {arrival.origin}, from {arrival.address or 'no address'}")
        if not arrival.is_right:
            raise CommandError(
                "The proxy has to pass Host on with its port and to set X-Forwarded-Proto, and "
                f"TRUSTED_PROXIES, now {settings.TRUSTED_PROXIES}, has to count it."
            )
