"""What the traffic stored, a line a version, outside Keydesk; and how a vault stands."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version that was stored, and the SHA-256 of its value."""

    entry: str
    version: int
    digest: str

    def is_of(self, value: str) -> bool:
        return self.digest == digest(value)


@dataclass(frozen=True, slots=True)
class VaultState:
    """How a vault and its log stand, and which versions of the journals cannot be had."""

    secrets: int
    faults: int
    log: int
    left: int
    lost: list[str]

    @property
    def is_sound(self) -> bool:
        return not (self.faults or self.log or self.lost)


def digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def note(file: Path, stored: StoredVersion) -> None:
    with file.open("a") as lines:
        lines.write(json.dumps([stored.entry, stored.version, stored.digest]) + "\n")


def read(folder: Path) -> Iterator[StoredVersion]:
    """Every whole line of every journal; the last one may be in the middle of being written."""
    for file in sorted(folder.glob("*.journal")):
        for line in file.read_text().splitlines(keepends=True):
            if line.endswith("\n"):
                yield StoredVersion(*json.loads(line))


def copied(folder: Path, to: Path) -> Path:
    """The journals as they are now."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    return to
