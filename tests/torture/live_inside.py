"""What runs inside a Keydesk where something is killed: acts on live keys, and how they stand."""

from __future__ import annotations

import json
import sys
import time
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from credentials import audit, bulk, live, teams, vault
from credentials.audit import SYSTEM
from credentials.core import (
    AuditAction,
    BulkAction,
    BulkItemState,
    BulkState,
    Permission,
    SyncState,
)
from credentials.models import (
    FROZEN,
    Account,
    AuditEntry,
    BulkItem,
    BulkJob,
    LiveCredential,
    Person,
    ProcessBeat,
    Rotation,
    Sync,
)
from sandbox.demo_world import build_world
from tests import people
from tests.live_world import adopt

_LABEL: Final = "live keys under way"
#: Seconds after which what does not move counts as stuck.
_STUCK: Final = 20
_STARTS_WITHIN: Final = timedelta(minutes=2)
_OPEN_SYNCS: Final = (SyncState.QUEUED, SyncState.RUNNING)
_OPEN_ITEMS: Final = (BulkItemState.WAITING, BulkItemState.DOING)
_OPEN_TASKS: Final = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def prepare(nic: str) -> None:
    """An account of OVHcloud's with its management key, read once; prints its id."""
    alice = Person.objects.get()
    team = teams.teams_where(alice, Permission.REVOKE).get()
    account = vault.add_account(team, label=_LABEL, endpoint="sandbox", actor=SYSTEM)
    key = adopt(account, build_world().management(nic))
    vault.choose_management_key(account, key, actor=SYSTEM)
    live.read_account(account, actor=audit.actor_of(alice))
    sys.stdout.write(json.dumps(str(account.pk)))


def sign_in() -> None:
    """Print the cookie of a person who confirmed just now who they are."""
    browser = people.sign_in(Person.objects.get()).confirm()
    sys.stdout.write(json.dumps(browser.cookies[settings.SESSION_COOKIE_NAME].value))


def begin(act: str, numbers: list[int]) -> None:
    """Queue an act on keys for the worker, or a reading."""
    actor = audit.actor_of(Person.objects.get())
    account = account_under_way()
    if act == "read":
        live.start_sync(account, actor=actor)
        return
    keys = LiveCredential.objects.filter(account=account, credential_id__in=numbers)
    draft = bulk.select_keys(account.team, keys, actor=actor, action=BulkAction(act))
    bulk.start_job(draft, seen=bulk.digest_of(draft), actor=actor)


def settle() -> None:
    """Wait until nothing is under way, read the account, and print how everything stands."""
    await_worker()
    wait()
    live.start_sync(account_under_way(), actor=audit.actor_of(Person.objects.get()))
    wait()
    sys.stdout.write(json.dumps(_state()))


def await_worker() -> None:
    """Wait until a worker beats: one that is just starting holds nothing up."""
    began = timezone.now()
    beats = ProcessBeat.objects.filter(is_worker=True, beat_at__gt=began)
    while not beats.exists():
        if timezone.now() - began > _STARTS_WITHIN:
            raise TimeoutError("no worker started")
        time.sleep(0.1)


def wait() -> None:
    """Wait until nothing is under way. Raises ``TimeoutError`` for what does not move."""
    moved_at, before = time.monotonic(), list[str]()
    while left := _under_way():
        if left != before:
            moved_at, before = time.monotonic(), left
        if time.monotonic() - moved_at > _STUCK:
            raise TimeoutError(f"stuck: {left}")
        time.sleep(0.2)


def account_under_way() -> Account:
    """The account whose keys are worked on."""
    return Account.objects.get(label=_LABEL)


def _under_way() -> list[str]:
    """How many jobs, items, readings and tasks are under way, and how far the readings are."""
    jobs = BulkJob.objects.filter(state__in=(BulkState.QUEUED, BulkState.RUNNING))
    items = BulkItem.objects.filter(job__in=jobs, state__in=_OPEN_ITEMS)
    readings = Sync.objects.filter(state__in=_OPEN_SYNCS)
    tasks = DBTaskResult.objects.filter(status__in=_OPEN_TASKS).order_by()
    return [
        *map(str, jobs.order_by().values_list("action", "state").annotate(Count("pk"))),
        *map(str, items.order_by().values_list("state").annotate(Count("pk"))),
        *map(str, readings.values_list("state", "done", "tries")),
        *map(str, tasks.values_list("task_path", "status").annotate(Count("pk"))),
    ]


def _state() -> dict[str, Any]:
    """Keys by number: whether each is frozen; items as act, number and state; what was logged."""
    listed = LiveCredential.objects.filter(account=account_under_way(), gone_at=None)
    items = BulkItem.objects.order_by("job__created_at", "number")
    revoked = AuditEntry.objects.filter(action=AuditAction.CREDENTIAL_REVOKED)
    rotations = Rotation.objects.order_by("created_at")
    return {
        "keys": {key.credential_id: key.read_state == FROZEN for key in listed},
        "items": list(items.values_list("job__action", "number", "state")),
        "logged": sorted({entry.subject for entry in revoked}),
        "readings": list(Sync.objects.values_list("state", flat=True)),
        "rotations": list(
            rotations.values_list("old__credential_id", "successor__credential_id", "state")
        ),
    }
