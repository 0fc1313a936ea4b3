"""What runs inside a Keydesk whose account is read: the first reading, and one that finds the same.

Where the stand-in is, and the key to call it with, come on standard input.
"""

from __future__ import annotations

import json
import sys
import time
import tracemalloc

from benchmarks.stand_in import ENDPOINT, Connection
from credentials import live, onboarding, teams, vault
from credentials.audit import SYSTEM
from credentials.core import SyncState
from credentials.models import Account, LiveCredential, Person


def measure() -> None:
    """Read the account of the stand-in twice, and print what each reading took."""
    account = _account()
    first, again = _reading(account), _reading(account, is_whole=False)
    keys = LiveCredential.objects.filter(gone_at=None).count()
    _print({"first": first, "again": again, "keys": keys})


def measure_memory() -> None:
    """Read it once, and print the most MiB that Python held meanwhile; the time is no measure."""
    account = _account()
    tracemalloc.start()
    _reading(account)
    _print({"mib": tracemalloc.get_traced_memory()[1] / 2**20})


def _print(figures: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(figures)}\n")


def _account() -> Account:
    connection = Connection(**json.loads(sys.stdin.read()))
    admin = Person.objects.create_user("alice@example.com")
    team = teams.create_team("Harbour", admin=admin, actor=SYSTEM)
    account = vault.add_account(team, label="Main", endpoint=ENDPOINT, actor=SYSTEM)
    triple = onboarding.KeyTriple(
        application_key=connection.application_key,
        application_secret=connection.application_secret,
        consumer_key=connection.consumer_key,
    )
    metadata = vault.EntryMetadata(label="management")
    key = onboarding.adopt(account, triple, metadata=metadata, actor=SYSTEM)
    vault.choose_management_key(account, key, actor=SYSTEM)
    return account


def _reading(account: Account, *, is_whole: bool = True) -> dict[str, float]:
    """Seconds, those of them that this process worked, and calls of one reading; one that is not
    whole as the schedule starts it."""
    began, worked = time.perf_counter(), time.process_time()
    sync = live.read_account(account, actor=SYSTEM, is_whole=is_whole)
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    if sync.state != SyncState.DONE or sync.notes:
        raise RuntimeError([str(sentence) for sentence in (sync.cause, *sync.notes)])
    return {"seconds": seconds, "work": work, "calls": sync.calls}
