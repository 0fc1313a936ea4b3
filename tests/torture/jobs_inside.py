"""What runs inside a Keydesk with many accounts: bulk jobs of one key each, and how they ended."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, F

from credentials import audit, bulk, live, onboarding, teams, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, Outcome, Permission
from credentials.models import (
    AuditEntry,
    BulkItem,
    BulkJob,
    ConsumerKey,
    LiveCredential,
    Person,
)
from tests.torture.live_inside import await_worker, wait

_PREFIX: Final = "many jobs"


def prepare(folder: str) -> None:
    """An account of each management key in the file ``keys.json`` of the folder, read once."""
    triples = json.loads(Path(folder, "keys.json").read_text())
    alice = Person.objects.get()
    team = teams.teams_where(alice, Permission.REVOKE).get()
    for nic, *values in triples:
        account = vault.add_account(
            team, label=f"{_PREFIX} {nic}", endpoint="sandbox", actor=SYSTEM
        )
        names = ("application_key", "application_secret", "consumer_key")
        triple = onboarding.KeyTriple(**dict(zip(names, values, strict=True)))
        metadata = vault.EntryMetadata(label=nic)
        key = onboarding.adopt(account, triple, metadata=metadata, actor=SYSTEM)
        vault.choose_management_key(account, key, actor=SYSTEM)
        live.read_account(account, actor=audit.actor_of(alice))


def queue() -> None:
    """A job for each key that is none of Keydesk's own, of the accounts in turn."""
    alice = Person.objects.get()
    actor = audit.actor_of(alice)
    team = teams.teams_where(alice, Permission.REVOKE).get()
    own = ConsumerKey.objects.filter(account__management_key=F("pk")).values("credential_id")
    keys = LiveCredential.objects.filter(account__label__startswith=_PREFIX, gone_at=None)
    for pk in keys.exclude(credential_id__in=own).order_by("credential_id").values_list("pk"):
        draft = bulk.select_keys(team, LiveCredential.objects.filter(pk__in=pk), actor=actor)
        bulk.start_job(draft, seen=bulk.digest_of(draft), actor=actor)


def settle() -> None:
    """Wait until each job is over, and print how they ended."""
    await_worker()
    wait()
    sys.stdout.write(json.dumps(_state()))


def _state() -> dict[str, Any]:
    """How many jobs and items are in which state, and how often each key was logged as revoked."""
    jobs = BulkJob.objects.filter(items__account__label__startswith=_PREFIX)
    items = BulkItem.objects.filter(account__label__startswith=_PREFIX)
    revoked = AuditEntry.objects.filter(action=AuditAction.CREDENTIAL_REVOKED, outcome=Outcome.DONE)
    done = AuditEntry.objects.filter(action=AuditAction.BULK_DONE, outcome=Outcome.DONE)
    ended = done.filter(subject_id__in=list(map(str, jobs.values_list("pk", flat=True))))
    return {
        "jobs": Counter(jobs.values_list("state", flat=True)),
        "items": Counter(items.values_list("state", flat=True)),
        "logged": dict(revoked.order_by().values_list("subject").annotate(Count("pk"))),
        "ended": ended.count(),
    }
