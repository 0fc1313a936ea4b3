"""The background worker, which starts with the right master keys alone, like the web process."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django_tasks_db.management.commands import db_worker

from credentials.core import KeydeskError
from credentials.management.worker import Worker


class Command(db_worker.Command):
    def handle(self, **options: Any) -> None:
        self.configure_logging(options["verbosity"])
        worker = Worker(
            queue_names=options["queue_name"].split(","),
            interval=options["interval"],
            batch=options["batch"],
            backend_name=options["backend_name"],
            startup_delay=options["startup_delay"],
            max_tasks=options["max_tasks"],
            worker_id=options["worker_id"],
            excluded_queue_names=[name for name in options["exclude_queues"].split(",") if name],
        )
        worker.configure_signals()
        try:
            worker.run()
        except KeydeskError as error:
            raise CommandError(f"{error} {error.next_step}".strip()) from None
