"""The background worker: it runs Keydesk's own tasks, and nothing else that a queue row names."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Iterator
from itertools import chain, repeat
from types import FrameType
from typing import Any, Final

from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from credentials import audit, bulk, findings, live, onboarding, people, postgresql, startup
from credentials.management.damaged_tasks import fail_damaged
from credentials.management.heartbeat import Heartbeat, fail_own

logger = logging.getLogger("keydesk.worker")

#: Every task of Keydesk by its path in the queue.
TASKS: Final = {
    task.module_path: task
    for task in (
        live.run_sync,
        live.run_catalogue_refresh,
        audit.verify_in_background,
        bulk.run_job,
        findings.judge_account,
        findings.judge_team,
        onboarding.send_consent_notice,
        onboarding.send_handover_notice,
        people.send_invitation,
        people.send_notice,
        people.send_password_reset,
    )
}
#: Paths under which earlier versions queued them.
FORMER_PATHS: Final = {
    "credentials.sync.run_sync": live.run_sync.module_path,
    "credentials.audit.seals.check_in_background": audit.verify_in_background.module_path,
    "credentials.audit.seals.verify_in_background": audit.verify_in_background.module_path,
}
#: Seconds between two looks at whether the worker is to end, while it waits.
_LOOK_EVERY: Final = 0.2


class Worker(db_worker.Worker):
    """A row of the queue is read, not believed: a path that is no task of ours is not imported.

    A row that cannot be read fails. A database that is away is waited for. While the worker runs
    it has heartbeats. Raises ``KeydeskError`` when it may not begin: a wrong master key, a
    database of an older version.
    """

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End once what is being done is done; an exit in the middle of a commit would break it.

        A second signal ends the process at once.
        """
        if self.running:
            self.running = False
            logger.warning("%s: ending; once more ends at once.", signal.strsignal(signum))
        else:
            super().shutdown(signum, frame)

    def run(self) -> None:
        with Heartbeat(self.worker_id, is_busy=lambda: self.running_task):
            self._run_through_outages()

    def _run_through_outages(self) -> None:
        delays, unexplained_at = _delays(), -1
        while self.running:
            try:
                startup.prepare()
                fail_own(self.worker_id)
                super().run()
            except Exception as error:
                if startup.is_trouble(error):
                    self._wait_out(error, next(delays))
                elif not fail_damaged():
                    if self._run_tasks == unexplained_at:
                        raise
                    unexplained_at = self._run_tasks  # another may have failed the row meanwhile
            else:
                return

    def _wait_out(self, error: Exception, delay: int) -> None:
        trouble = "cannot be written" if startup.cannot_write(error) else "does not answer"
        values = (trouble, postgresql.first_line(error), delay)
        logger.warning("The database %s: %s. Next try in %d s.", *values)
        connection.close()
        self._wait(delay)

    def _wait(self, seconds: int) -> None:
        until = time.monotonic() + seconds
        while self.running and time.monotonic() < until:
            time.sleep(_LOOK_EVERY)

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        path = db_task_result.task_path
        db_task_result.task_path = FORMER_PATHS.get(path, path)
        if db_task_result.task_path in TASKS and _is_readable(db_task_result):
            super().run_task(db_task_result)
            return
        logger.error("Task %s is not one of Keydesk's and was not run.", db_task_result.id)
        db_task_result.set_failed(SuspiciousOperation("Not a task of Keydesk."))


def _is_readable(row: DBTaskResult[Any, Any]) -> bool:
    """Whether a row says with what to call its task: a damaged one must not end the worker."""
    try:
        return row.task_result is not None
    except Exception as error:  # noqa: BLE001 -- whatever a row makes of it
        logger.warning("A task in the queue cannot be read: %s.", type(error).__name__)
        return False


def _delays() -> Iterator[int]:
    """Seconds between tries; never so long that people wait for it once the database is back."""
    return chain((1, 2, 4), repeat(5))
