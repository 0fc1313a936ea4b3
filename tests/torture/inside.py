"""What runs inside a Keydesk, in a process of its own: filling, traffic, and looking at it all."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from credentials import audit, teams, vault
from credentials.audit import SYSTEM
from credentials.core import KeyringError, NotAllowedError
from credentials.models import Account, Entry, Person, SecretVersion
from credentials.vault import seal_locations
from tests.people import PASSWORD
from tests.torture import journal
from tests.torture.journal import StoredVersion, VaultState


def fill(folder: str, accounts: int, secrets: int) -> None:
    """One team, so many accounts, and so many secrets in them, in a journal."""
    alice = Person.objects.create_user("alice@example.com", PASSWORD)
    team = teams.create_team("Harbour", admin=alice, actor=SYSTEM)
    opened = [
        vault.add_account(team, label=f"Account {number}", endpoint="ovh-eu", actor=SYSTEM)
        for number in range(accounts)
    ]
    for number in range(secrets):
        _store(opened[number % accounts], Path(folder) / "fill.journal")


def traffic(folder: str, seed: int) -> None:
    """Store, replace and reveal until told to stop, or left alone; a wrong value ends it."""
    asked: list[int] = []
    parent = os.getppid()
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    chance = random.Random(seed)
    accounts, file = list(Account.objects.all()), Path(folder) / f"traffic-{seed}.journal"
    known = [_store(chance.choice(accounts), file)]
    sys.stdout.write("busy\n")
    while not asked and os.getppid() == parent:
        stored = chance.choice(known)
        act = chance.randrange(10)
        if act == 0:
            known.append(_store(chance.choice(accounts), file))
        elif act == 1:
            known.append(_replace(stored, file))
        elif not stored.is_of(_reveal(stored)):
            raise AssertionError(stored.entry)
        time.sleep(0.04)


def look(folder: str) -> None:
    """Print what ``VaultState`` says, as JSON."""
    inspection = vault.inspect(actor=SYSTEM)
    state = VaultState(
        secrets=inspection.secrets.total(),
        faults=inspection.faults,
        log=audit.verify().verdict,
        left=vault.keys_left_to_reseal().total(),
        lost=list(_lost(Path(folder))),
    )
    sys.stdout.write(f"{json.dumps(asdict(state))}\n")


def _store(account: Account, file: Path) -> StoredVersion:
    value = uuid.uuid4().hex
    entry = vault.store_application(
        account,
        metadata=vault.EntryMetadata(label="stored under way"),
        application_key=uuid.uuid4().hex[:16],
        secret=value,
        actor=SYSTEM,
    )
    return _noted(StoredVersion(str(entry.pk), 1, journal.digest(value)), file)


def _replace(stored: StoredVersion, file: Path) -> StoredVersion:
    value = uuid.uuid4().hex
    version = vault.replace_secret(Entry.objects.get(pk=stored.entry), value, actor=SYSTEM)
    return _noted(StoredVersion(stored.entry, version.number, journal.digest(value)), file)


def _reveal(stored: StoredVersion) -> str:
    entry = Entry.objects.select_related("account__team").get(pk=stored.entry)
    return vault.reveal(entry, actor=SYSTEM, number=stored.version).expose()


def _noted(stored: StoredVersion, file: Path) -> StoredVersion:
    journal.note(file, stored)
    return stored


def _lost(folder: Path) -> Iterator[str]:
    """Versions in the journals that are gone, do not open, or are another value."""
    for stored in journal.read(folder):
        version = (
            SecretVersion.objects.filter(entry_id=uuid.UUID(stored.entry), number=stored.version)
            .select_related("entry__account")
            .first()
        )
        try:
            if version is None or not stored.is_of(_opened(version)):
                yield f"{stored.entry} {stored.version}"
        except (KeyringError, NotAllowedError):
            yield f"{stored.entry} {stored.version}"


def _opened(version: SecretVersion) -> str:
    """The value, past the log: looking is no reveal."""
    key = seal_locations.data_key(version.entry.account)
    return key.open(version.token, seal_locations.binding(version.entry, version.number)).expose()
