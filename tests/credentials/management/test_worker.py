"""A worker says that it lives; what a killed one left behind is settled by those that do."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from credentials import startup
from credentials.management import heartbeat, worker
from credentials.management.heartbeat import Heartbeat, end_own, end_tasks_of_ended_workers
from credentials.models import WORKER_SILENCE, ProcessBeat
from tests.served import PATIENCE

NOW, LATELY, LONG_AGO = timedelta(), timedelta(seconds=5), WORKER_SILENCE + timedelta(seconds=1)


def running(worker_id: str, *, since: timedelta = LONG_AGO) -> DBTaskResult[..., object]:
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=timezone.now() - since,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="credentials.live.sync.run_sync",
        worker_ids=["earlier", worker_id],
        backend_name="default",
        run_after=timezone.now(),
    )


def beaten(name: str, *, ago: timedelta) -> None:
    ProcessBeat.objects.create(name=name, is_worker=True, beat_at=timezone.now() - ago)


@pytest.mark.django_db
def test_work_of_a_worker_that_is_gone_fails_and_other_work_does_not() -> None:
    beaten("alive", ago=LATELY)
    beaten("killed", ago=LONG_AGO)
    tasks = [running(name) for name in ("killed", "never seen", "alive")]
    just_begun = running("without a beat yet", since=LATELY)
    end_tasks_of_ended_workers()
    states = [DBTaskResult.objects.get(pk=task.pk).status for task in (*tasks, just_begun)]
    assert states == ["FAILED", "FAILED", "RUNNING", "RUNNING"]


@pytest.mark.django_db
def test_work_that_failed_so_can_be_pruned() -> None:
    running("killed")
    end_tasks_of_ended_workers()
    assert DBTaskResult.objects.finished().filter(finished_at__lte=timezone.now()).count() == 1


@pytest.mark.django_db
def test_after_an_outage_a_worker_fails_what_it_ran_itself() -> None:
    beaten("mine", ago=NOW)
    own, other = running("mine", since=NOW), running("other", since=NOW)
    end_own("mine")
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.status, other.status) == ("FAILED", "RUNNING")


@pytest.mark.django_db(transaction=True)
def test_a_worker_gives_signs_of_life_while_it_works_and_none_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heartbeat, "INTERVAL", 0.05)
    is_busy = threading.Event()
    with Heartbeat("worker-1", is_busy=is_busy.is_set):
        until(lambda: ProcessBeat.objects.live_workers().filter(is_busy=False).exists())
        is_busy.set()
        until(lambda: ProcessBeat.objects.live_workers().filter(is_busy=True).exists())
    assert not ProcessBeat.objects.exists()


class _Away:
    """A queue whose database is away so many times, then answers."""

    def __init__(self, times: int) -> None:
        self.times = times

    def __call__(self) -> None:
        self.times -= 1
        if self.times >= 0:
            raise OperationalError("connection refused\nIs the server running?")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_waited_for_with_a_line_each(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waited: list[int] = []
    monkeypatch.setattr(db_worker.Worker, "run", _Away(5))
    monkeypatch.setattr(worker.Worker, "_wait", lambda _, seconds: waited.append(seconds))
    made().run()
    assert waited == [1, 2, 4, 5, 5]
    lines = [record for record in caplog.records if record.name == "keydesk.worker"]
    assert [record.exc_info for record in lines] == [None] * 5
    assert "connection refused. Next try in 1 s." in lines[0].getMessage()


@pytest.mark.django_db(transaction=True)
def test_a_signal_ends_a_worker_after_what_it_is_doing_and_a_second_one_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stopped = made()
    stopped.batch = False
    begun: list[int] = []

    def begin() -> None:
        begun.append(len(begun))
        stopped.shutdown(signal.SIGTERM, None)

    monkeypatch.setattr(startup, "prepare", begin)
    stopped.run()
    assert begun == [0]
    with pytest.raises(SystemExit, match="1"):
        stopped.shutdown(signal.SIGTERM, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [1, 2])
def test_what_no_row_explains_any_more_is_tried_once_more(
    monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """The heartbeat, or another worker, may have failed the damaged row in between."""
    errors = [ValueError("a value that cannot be read")] * times

    def run(_: worker.Worker) -> None:
        if errors:
            raise errors.pop()

    monkeypatch.setattr(db_worker.Worker, "run", run)
    with nullcontext() if times == 1 else pytest.raises(ValueError, match="cannot be read"):
        made().run()
    assert errors == []


def test_a_signal_ends_the_wait_for_a_database() -> None:
    waiting = made()
    waiting.shutdown(signal.SIGTERM, None)
    waiting._wait(3600)


def made() -> worker.Worker:
    return worker.Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="worker-1",
        excluded_queue_names=[],
    )


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
