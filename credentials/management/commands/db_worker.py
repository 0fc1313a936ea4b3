"""The background worker, which starts with the right master keys alone, like the web process."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django_tasks_db.management.commands import db_worker

from credentials import instance
from credentials.errors import KeyringError


class Command(db_worker.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            instance.key()
        except KeyringError as error:
            raise CommandError(f"{error} {error.next_step}") from None
        super().handle(*args, **options)
