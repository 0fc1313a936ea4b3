"""Heartbeats of workers, and what becomes of the tasks of a worker that ended."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from types import TracebackType
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from credentials import (
    audit,
    bulk,
    campaigns,
    findings,
    live,
    log_streams,
    notices,
    rotations,
    seen_calls,
    startup,
)
from credentials.core import KeydeskError
from credentials.management.damaged_tasks import fail_damaged
from credentials.models import WORKER_SILENCE, ProcessBeat

logger = logging.getLogger("keydesk.worker")

#: Seconds between two heartbeats.
INTERVAL: Final = 2.0
_TIDY_EVERY: Final = 30
_FORGOTTEN: Final = timedelta(days=1)
#: What goes on where it was when its worker ended, by the path of its task.
_RESUMED: Final[dict[str, Callable[..., object]]] = {
    live.run_sync.module_path: live.resume_sync,
    bulk.run_job.module_path: bulk.resume_job,
    rotations.look_at_rotation.module_path: rotations.resume_look,
}
#: Between a worker's name and the number of a thread of it.
THREAD: Final = "/"


class WorkerGone(Exception):
    """Why a task failed whose worker ended, or was killed, in the middle of it."""


class Heartbeat:
    """Within the ``with`` block a thread writes the worker's heartbeats, and fails the tasks of
    workers that ended."""

    def __init__(self, worker_id: str, *, is_busy: Callable[[], bool]) -> None:
        self._worker_id = worker_id
        self._is_busy = is_busy
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._beat_on, name="heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._thread.join(INTERVAL)

    def _beat_on(self) -> None:
        beats = 0
        while not self._is_over.is_set():
            self._try(lambda: self._beat(is_tidying=beats % _TIDY_EVERY == 0))  # noqa: B023
            beats += 1
            self._is_over.wait(INTERVAL)
        self._try(ProcessBeat.objects.filter(name=self._worker_id).delete)
        connection.close()

    def _beat(self, *, is_tidying: bool) -> None:
        startup.beat(self._worker_id, is_worker=True, is_busy=self._is_busy())
        if is_tidying:
            fail_damaged()
        end_tasks_of_ended_workers()
        if is_tidying:
            ProcessBeat.objects.filter(beat_at__lt=timezone.now() - _FORGOTTEN).delete()
            live.forget_idle_paces()
            live.prune_changes()
            _check_log()
            audit.checkpoint_by_the_clock()
            findings.judge_by_the_clock()
            live.note_risk_days()
            rotations.look_by_the_clock()
            campaigns.look_by_the_clock()
            live.start_due_syncs()
            seen_calls.prune_calls()
            seen_calls.read_calls_by_the_clock()
            notices.tell_by_the_clock()
            log_streams.send_by_the_clock()

    def _try(self, act: Callable[[], object]) -> None:
        """What fails here is tried again at the next beat; the worker itself says what is wrong."""
        try:
            act()
        except DatabaseError:
            connection.close()


def _check_log() -> None:
    """Whether entries of the log are missing now: health says where its end is."""
    with suppress(KeydeskError):
        audit.note_missing_entries()


def end_tasks_of_ended_workers() -> None:
    """Fail the tasks whose worker has had no heartbeat lately.

    They are not run again, for a mail would go out twice; but readings, bulk jobs and rotations go
    on where they were.
    """
    living = set(ProcessBeat.objects.live_workers().values_list("name", flat=True))
    for task in DBTaskResult.objects.running().filter(
        started_at__lt=timezone.now() - WORKER_SILENCE
    ):
        if living.isdisjoint(_workers_of(task)):
            _end(task)


def end_own(worker_id: str) -> None:
    """The same with what a worker ran before it lost the database: it runs it no longer."""
    for task in DBTaskResult.objects.running():
        if worker_id in _workers_of(task)[:1]:
            _end(task)


def _end(task: DBTaskResult[Any, Any]) -> None:
    task.set_failed(WorkerGone("Its worker ended before the task did."))
    logger.warning("Task %s failed: its worker ended before it did.", task.id)
    resume = _RESUMED.get(task.task_path)
    if resume is not None:
        # Of a row that was damaged since, nothing goes on.
        with suppress(ValueError, TypeError, KeyError, ValidationError):
            resume(*task.args_kwargs["args"])


def _workers_of(task: DBTaskResult[Any, Any]) -> tuple[str, str]:
    """The name by which a thread of a worker took it up last, and the worker's."""
    name = str((task.worker_ids or [""])[-1])
    return name, name.rpartition(THREAD)[0] or name
