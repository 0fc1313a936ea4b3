"""What runs inside a Keydesk whose worker is killed: acts on live keys, and how they stand."""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Final

from credentials import audit, bulk, live, teams, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, BulkAction, Permission, SyncState
from credentials.models import (
    FROZEN,
    Account,
    AuditEntry,
    BulkItem,
    BulkJob,
    LiveCredential,
    Person,
    Sync,
)
from sandbox.demo_world import build_world
from tests.live_world import adopt

_LABEL: Final = "live keys under way"
#: Seconds after which a job or a reading that has not ended counts as stuck.
_STUCK: Final = 120
_OPEN_SYNCS: Final = (SyncState.QUEUED, SyncState.RUNNING)


def prepare(nic: str) -> None:
    """An account of OVHcloud's with its management key, read once."""
    alice = Person.objects.get()
    team = teams.teams_where(alice, Permission.REVOKE).get()
    account = vault.add_account(team, label=_LABEL, endpoint="sandbox", actor=SYSTEM)
    key = adopt(account, build_world().management(nic))
    vault.choose_management_key(account, key, actor=SYSTEM)
    live.read_account(account, actor=audit.actor_of(alice))


def begin(act: str, numbers: list[int]) -> None:
    """Queue an act on keys for the worker, or a reading."""
    actor = audit.actor_of(Person.objects.get())
    account = _account()
    if act == "read":
        live.start_sync(account, actor=actor)
        return
    keys = LiveCredential.objects.filter(account=account, credential_id__in=numbers)
    draft = bulk.select_keys(account.team, keys, actor=actor, action=BulkAction(act))
    bulk.start_job(draft, seen=bulk.digest_of(draft), actor=actor)


def settle() -> None:
    """Wait until nothing is under way, read the account, and print how everything stands."""
    _wait()
    live.start_sync(_account(), actor=audit.actor_of(Person.objects.get()))
    _wait()
    sys.stdout.write(json.dumps(_state()))


def _wait() -> None:
    began = time.monotonic()
    while left := _under_way():
        if time.monotonic() - began > _STUCK:
            raise TimeoutError(f"stuck: {left}")
        time.sleep(0.2)


def _under_way() -> list[str]:
    jobs = [job for job in BulkJob.objects.all() if job.is_under_way]
    return [str(row) for row in (*jobs, *Sync.objects.filter(state__in=_OPEN_SYNCS))]


def _state() -> dict[str, Any]:
    """Keys by number: whether each is frozen; items as act, number and state; what was logged."""
    listed = LiveCredential.objects.filter(account=_account(), gone_at=None)
    items = BulkItem.objects.order_by("job__created_at", "number")
    revoked = AuditEntry.objects.filter(action=AuditAction.CREDENTIAL_REVOKED)
    return {
        "keys": {key.credential_id: key.read_state == FROZEN for key in listed},
        "items": list(items.values_list("job__action", "number", "state")),
        "logged": sorted({entry.subject for entry in revoked}),
        "readings": list(Sync.objects.values_list("state", flat=True)),
    }


def _account() -> Account:
    return Account.objects.get(label=_LABEL)
