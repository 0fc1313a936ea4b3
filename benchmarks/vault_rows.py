"""What runs inside a Keydesk that is measured: filling it, and one command with its cost."""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection

from credentials import teams, vault
from credentials.audit import SYSTEM
from credentials.core import EntryKind
from credentials.models import Account, Entry, Person, SecretVersion, Team
from credentials.sealing import Key, blind_index, instance_key
from credentials.vault import seal_locations

_BATCH = 1000


def fill(accounts: int, secrets: int) -> None:
    """Bring a vault to so many accounts and secrets, past the log: it is not what is measured."""
    team = Team.objects.first() or _found_team()
    for number in range(team.accounts.count(), accounts):
        vault.add_account(team, label=f"Account {number}", endpoint="ovh-eu", actor=SYSTEM)
    each = (secrets - SecretVersion.objects.count()) // accounts
    index_key = instance_key.index_key()
    for account in Account.objects.all():
        _fill_account(account, each, index_key=index_key)
    _print({"seconds": 0.0, "mib": 0.0})


def reseal() -> None:
    _measure(lambda: list(vault.reseal(actor=SYSTEM)))


def check() -> None:
    _measure(lambda: vault.inspect(actor=SYSTEM))


def back_up(to: str) -> None:
    _measure(lambda: vault.back_up(Path(to), actor=SYSTEM))


def _found_team() -> Team:
    admin = Person.objects.create_user("alice@example.com")
    return teams.create_team("Harbour", admin=admin, actor=SYSTEM)


def _fill_account(account: Account, count: int, *, index_key: bytes) -> None:
    key = seal_locations.data_key(account)
    kind = EntryKind.APPLICATION
    entries = [Entry(account=account, kind=kind, label="stored") for _ in range(count)]
    Entry.objects.bulk_create(entries, batch_size=_BATCH)
    SecretVersion.objects.bulk_create(_versions(entries, key, index_key), batch_size=_BATCH)


def _versions(entries: list[Entry], key: Key, index_key: bytes) -> Iterator[SecretVersion]:
    for entry in entries:
        value = uuid.uuid4().hex
        token = key.seal(value, seal_locations.binding(entry, 1))
        index = blind_index(index_key, value)
        yield SecretVersion(entry=entry, number=1, token=token, blind_index=index)


def _measure(work: Callable[[], object]) -> None:
    """Seconds of processor, and growth of the process without the caches that SQLite keeps."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA mmap_size = 0")
            cursor.execute("PRAGMA cache_size = -2000")
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew, from what is in use now
    before, started = _memory("VmRSS"), time.process_time()
    work()
    seconds = time.process_time() - started
    _print({"seconds": seconds, "mib": (_memory("VmHWM") - before) / 1024})


def _memory(name: str) -> int:
    """A line of Linux's account of this process, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def _print(figures: dict[str, float]) -> None:
    sys.stdout.write(f"{json.dumps(figures)}\n")
