"""The background worker: it runs Keydesk's own tasks, and nothing else that a queue row names."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterator
from itertools import chain, repeat
from types import FrameType
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django_tasks import DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from credentials import (
    audit,
    bulk,
    campaigns,
    findings,
    live,
    log_streams,
    notices,
    onboarding,
    people,
    postgresql,
    rotations,
    seen_calls,
    startup,
)
from credentials.management.damaged_tasks import fail_damaged
from credentials.management.heartbeat import THREAD, Heartbeat, end_own

logger = logging.getLogger("keydesk.worker")

#: Every task of Keydesk by its path in the queue.
TASKS: Final = {
    task.module_path: task
    for task in (
        live.run_sync,
        live.run_catalogue_refresh,
        audit.verify_in_background,
        bulk.run_job,
        campaigns.look_at_campaign,
        findings.judge_account,
        findings.judge_team,
        log_streams.send,
        notices.deliver,
        onboarding.send_consent_notice,
        onboarding.send_handover_notice,
        rotations.look_at_rotation,
        seen_calls.read_calls,
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
#: Seconds that a worker which ends waits for readings.
_LAST_MOMENT: Final = 2.0
#: Seconds before a thread that failed begins anew.
_BEFORE_ANOTHER_RUN: Final = 5.0
#: Seconds between two looks at whether the worker is to end, while it waits.
_LOOK_EVERY: Final = 0.2


class TaskRunner(db_worker.Worker):
    """A row of the queue is read, not believed: a path that is no task of ours is not imported.

    A row that cannot be read fails. A database that is away is waited for. Raises ``KeydeskError``
    when it may not begin: a wrong master key, a database of an older version.
    """

    def run(self) -> None:
        delays, unexplained_at = _delays(), -1
        while self.running:
            try:
                startup.prepare()
                fail_damaged()
                end_own(self.worker_id)
                self._run_tasks_that_come()
            except Exception as error:
                if startup.is_trouble(error):
                    self._wait_out(error, next(delays))
                elif not fail_damaged():
                    if self._run_tasks == unexplained_at:
                        raise
                    unexplained_at = self._run_tasks  # another may have failed the row meanwhile
            else:
                return

    def _run_tasks_that_come(self) -> None:
        super().run()

    def _wait_out(self, error: Exception, delay: int) -> None:
        trouble = "cannot be written" if startup.cannot_write(error) else "does not answer"
        values = (trouble, postgresql.first_line(error), delay)
        logger.warning("The database %s: %s. Next try in %d s.", *values)
        connection.close()
        self._wait(delay)

    def _wait(self, seconds: float) -> None:
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


class Worker(TaskRunner):
    """Runs whatever is queued; accounts are read beside that, several at once.

    While it runs it has heartbeats. With ``batch`` or ``max_tasks`` it does one thing at a time.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._readers: list[Reader] = []
        if self.queue_names != [DEFAULT_TASK_QUEUE_NAME]:
            return
        if self.batch or self.max_tasks is not None:
            self.queue_names = [*self.queue_names, live.READINGS]
        else:
            count = settings.KEYDESK_SYNCS_AT_ONCE
            self._readers = [Reader(number, options) for number in range(1, count + 1)]

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End once what is being done is done; an exit in the middle of a commit would break it.

        A reading may take an hour: it goes on with the next worker. A second signal ends the
        process at once.
        """
        if not self.running:
            super().shutdown(signum, frame)
        self.running = False
        logger.warning("%s: ending; once more ends at once.", signal.strsignal(signum))

    def run(self) -> None:
        with Heartbeat(self.worker_id, is_busy=self._is_busy):
            for reader in self._readers:
                reader.start()
            try:
                super().run()
            finally:
                for reader in self._readers:
                    reader.running = False
                for reader in self._readers:
                    reader.join()

    def _is_busy(self) -> bool:
        return self.running_task or any(reader.running_task for reader in self._readers)


class Reader(TaskRunner):
    """A thread of a worker that reads one account after the other."""

    def __init__(self, number: int, options: dict[str, Any]) -> None:
        name = f"{options['worker_id']}{THREAD}{number}"
        own = {"queue_names": [live.READINGS], "worker_id": name, "batch": True}
        super().__init__(**{**options, **own, "startup_delay": False})
        self._thread = threading.Thread(target=self._run_or_tell, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        """Wait for a moment: a reading that takes longer goes on with the next worker."""
        self._thread.join(_LAST_MOMENT)

    def _run_or_tell(self) -> None:
        while self.running:
            try:
                self.run()
            except Exception:
                logger.exception("Thread %s begins anew.", self.worker_id)
                self._wait(_BEFORE_ANOTHER_RUN)
        connection.close()

    def _run_tasks_that_come(self) -> None:
        """A look that locks nothing comes first: several threads look at the same queue."""
        while self.running:
            if DBTaskResult.objects.ready().filter(queue_name=live.READINGS).exists():
                super()._run_tasks_that_come()
            self._wait(self.interval)


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
