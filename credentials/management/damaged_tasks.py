"""Tasks whose row in the queue cannot be read: they fail, and no worker ends because of them."""

from __future__ import annotations

import logging
from typing import Final

from django.db.models import TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from credentials import startup

logger = logging.getLogger("keydesk.worker")

_UNFINISHED: Final = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
#: An id that is text can be read whatever stands there.
_TEXT_ID: Final = Cast("pk", TextField())


class DamagedTask(Exception):
    """Why a task failed whose row holds what no process of Keydesk wrote there."""


def fail_damaged() -> int:
    """Fail the unfinished tasks whose rows cannot be read, without reading them; how many.

    Raises ``DatabaseError`` when the database is away.
    """
    unfinished = DBTaskResult.objects.filter(status__in=_UNFINISHED)
    if _are_readable(unfinished):
        return 0
    ids = list(unfinished.values_list(_TEXT_ID, flat=True))
    damaged = [text_id for text_id in ids if not _are_readable(_with_id(text_id))]
    for text_id in damaged:
        _fail(text_id)
        logger.error("Task %.40s cannot be read and failed.", text_id)
    return len(damaged)


def _with_id(text_id: str) -> DBTaskResultQuerySet:
    return DBTaskResult.objects.filter(Exact(_TEXT_ID, text_id))


def _are_readable(tasks: DBTaskResultQuerySet) -> bool:
    try:
        return all(isinstance(task.worker_ids, list) for task in tasks)
    except Exception as error:
        if startup.is_trouble(error):
            raise
        return False


def _fail(text_id: str) -> None:
    now = timezone.now()
    _with_id(text_id).update(
        status=TaskResultStatus.FAILED,
        enqueued_at=now,
        started_at=now,
        finished_at=now,
        run_after=now,
        args_kwargs={"args": [], "kwargs": {}},
        worker_ids=[],
        return_value=None,
        exception_class_path=f"{DamagedTask.__module__}.{DamagedTask.__qualname__}",
        traceback="",
    )
