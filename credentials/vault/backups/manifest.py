"""The manifest: what a backup holds, and the proof that it is all of it and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from credentials import core
from credentials.core import KeydeskError, gettext_noop, say
from credentials.vault.backups.tables import Digest, Table

NAME: Final = "manifest.json"
FORMAT: Final = "keydesk backup 1"


class BackupError(KeydeskError):
    """A backup that cannot be written there, or that cannot be restored here."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table: its file is called ``<name>.jsonl``."""

    name: str
    columns: list[str]
    rows: int
    sha256: str

    @classmethod
    def of(cls, table: Table, digest: Digest) -> Part:
        return cls(table.name, sorted(table.columns), digest.rows, digest.sha256)

    def file(self, folder: Path) -> Path:
        return folder / f"{self.name}.jsonl"

    def lines(self, folder: Path) -> Iterator[str]:
        with self.file(folder).open() as stream:
            yield from (line.rstrip("\n") for line in stream)

    def is_whole(self, folder: Path) -> bool:
        """Whether its file is the one that was written; raises ``OSError``."""
        digest = Digest()
        for _ in digest.over(self.lines(folder)):
            pass
        return (digest.rows, digest.sha256) == (self.rows, self.sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``master_keys`` are the ids of the keys that the backup opens with."""

    made_at: str
    engine: str
    master_keys: list[str]
    parts: list[Part]
    mac: str = ""

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    def signed(self, key: bytes) -> Manifest:
        return replace(self, mac=self._expected_mac(key))

    def is_signed(self, key: bytes) -> bool:
        return hmac.compare_digest(self.mac, self._expected_mac(key))

    def write(self, folder: Path) -> None:
        core.write_private_file(
            folder / NAME, [json.dumps(self._fields(), indent=1, sort_keys=True)]
        )

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a backup; raises ``BackupError`` where there is none to use."""
        try:
            values = json.loads((folder / NAME).read_text())
            if values.pop("format") != FORMAT:
                raise ValueError
            manifest = cls(parts=[Part(**part) for part in values.pop("parts")], **values)
            manifest._guard_types()
            return manifest
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise BackupError(
                say(gettext_noop("%(folder)s holds no backup that can be read."), folder=folder)
            ) from None

    def _guard_types(self) -> None:
        """Raise ``TypeError`` for what no manifest of ours has: the file may be anybody's."""
        texts = [self.made_at, self.engine, self.mac, *self.master_keys]
        texts += [text for part in self.parts for text in (part.name, part.sha256, *part.columns)]
        if not all(isinstance(text, str) for text in texts):
            raise TypeError
        if not all(type(part.rows) is int for part in self.parts):
            raise TypeError

    def _fields(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}

    def _expected_mac(self, key: bytes) -> str:
        fields = {**self._fields(), "mac": ""}
        return hmac.new(
            key, json.dumps(fields, sort_keys=True).encode(), hashlib.sha256
        ).hexdigest()
