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

from credentials import audit, inspection, people, resealing, vault
from credentials.audit import SYSTEM
from credentials.errors import KeyringError, NotAllowedError
from credentials.models import Account, Entry, Person, SecretVersion
from tests.torture import journal
from tests.torture.journal import Kept, Sight


def fill(folder: str, accounts: int, secrets: int) -> None:
    """One team, so many accounts, and so many secrets in them, in a journal."""
    alice = Person.objects.create_user("alice@example.com")
    team = people.found_team("Harbour", admin=alice, actor=SYSTEM)
    opened = [
        vault.open_account(team, label=f"Account {number}", endpoint="ovh-eu", actor=SYSTEM)
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
        kept = chance.choice(known)
        act = chance.randrange(10)
        if act == 0:
            known.append(_store(chance.choice(accounts), file))
        elif act == 1:
            known.append(_replace(kept, file))
        elif not kept.is_of(_reveal(kept)):
            raise AssertionError(kept.entry)
        time.sleep(0.04)


def look(folder: str) -> None:
    """Print what ``Sight`` says, as JSON."""
    found = inspection.inspect(actor=SYSTEM)
    sight = Sight(
        secrets=found.secrets.total(),
        faults=found.faults,
        log=audit.verify().verdict,
        left=resealing.left().total(),
        lost=list(_lost(Path(folder))),
    )
    sys.stdout.write(f"{json.dumps(asdict(sight))}\n")


def _store(account: Account, file: Path) -> Kept:
    value = uuid.uuid4().hex
    entry = vault.store_application(
        account,
        card=vault.Card(label="stored under way"),
        application_key=uuid.uuid4().hex[:16],
        secret=value,
        actor=SYSTEM,
    )
    return _noted(Kept(str(entry.pk), 1, journal.digest(value)), file)


def _replace(kept: Kept, file: Path) -> Kept:
    value = uuid.uuid4().hex
    version = vault.replace(Entry.objects.get(pk=kept.entry), value, actor=SYSTEM)
    return _noted(Kept(kept.entry, version.number, journal.digest(value)), file)


def _reveal(kept: Kept) -> str:
    entry = Entry.objects.select_related("account__team").get(pk=kept.entry)
    return vault.reveal(entry, actor=SYSTEM, number=kept.version).expose()


def _noted(kept: Kept, file: Path) -> Kept:
    journal.note(file, kept)
    return kept


def _lost(folder: Path) -> Iterator[str]:
    """Versions in the journals that are gone, do not open, or are another value."""
    for kept in journal.read(folder):
        version = (
            SecretVersion.objects.filter(entry_id=uuid.UUID(kept.entry), number=kept.version)
            .select_related("entry__account")
            .first()
        )
        try:
            if version is None or not kept.is_of(_opened(version)):
                yield f"{kept.entry} {kept.version}"
        except (KeyringError, NotAllowedError):
            yield f"{kept.entry} {kept.version}"


def _opened(version: SecretVersion) -> str:
    """The value, past the log: looking is no reveal."""
    key = vault.data_key(version.entry.account)
    return key.open(version.token, vault.binding(version.entry, version.number)).expose()
