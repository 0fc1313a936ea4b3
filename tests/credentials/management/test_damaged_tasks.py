"""A row of the queue that somebody wrote into the database ends no worker."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from credentials import audit
from credentials.management.damaged_tasks import DamagedTask, fail_damaged
from credentials.management.heartbeat import end_tasks_of_ended_workers
from tests.credentials.management.test_worker import made

TOO_LATE = "2026-13-45 00:00:00" if connection.vendor == "sqlite" else "294276-12-31 00:00:00+00"
DAMAGES = [
    ("args_kwargs", f'{{"args": [{"9" * 5000}], "kwargs": {{}}}}'),
    ("args_kwargs", f'{{"args": {"[" * 900}{"]" * 900}, "kwargs": {{}}}}'),
    ("args_kwargs", "[]"),
    ("worker_ids", "5"),
    ("worker_ids", '{"a": 1}'),
    ("enqueued_at", TOO_LATE),
    ("started_at", TOO_LATE),
]


def queued(status: str = "READY") -> DBTaskResult[..., object]:
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path=audit.verify_in_background.module_path,
        backend_name="default",
        run_after=timezone.now(),
    )


def damage(task: DBTaskResult[..., object], column: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {DBTaskResult._meta.db_table} SET {column} = %s WHERE id = %s",
            [value, task.pk if connection.vendor == "postgresql" else task.pk.hex],
        )


def status_of(task: DBTaskResult[..., object]) -> str:
    return DBTaskResult.objects.values_list("status", flat=True).get(pk=task.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tasks_wait")
@pytest.mark.parametrize(("column", "value"), DAMAGES)
def test_a_worker_runs_what_stands_behind_a_damaged_row(column: str, value: str) -> None:
    first, second = queued(), queued()
    damage(first, column, value)
    made().run()
    assert (status_of(first), status_of(second)) == ("FAILED", "SUCCESSFUL")


@pytest.mark.django_db
@pytest.mark.parametrize(("column", "value"), DAMAGES)
def test_damaged_work_of_a_worker_that_is_gone_fails_too(column: str, value: str) -> None:
    task = queued("RUNNING")
    damage(task, column, value)
    fail_damaged()
    end_tasks_of_ended_workers()
    task.refresh_from_db()
    assert isinstance(task.worker_ids, list)


@pytest.mark.django_db
def test_it_says_why_it_failed_and_nothing_is_left_that_cannot_be_read() -> None:
    task = queued()
    damage(task, "worker_ids", "5")
    assert (fail_damaged(), fail_damaged()) == (1, 0)
    task.refresh_from_db()
    assert task.exception_class_path.endswith(f".{DamagedTask.__name__}")
    assert task.worker_ids == []
