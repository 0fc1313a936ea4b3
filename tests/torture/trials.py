"""The three commands that are killed. Each trial kills one run, looks, finishes it, looks again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from tests import scratch
from tests.scratch import Scratch
from tests.torture import journal
from tests.torture.instance import Broken, TortureInstance, finish, seconds_of

GUESS: Final = 0.4


@dataclass(slots=True)
class Reseal:
    """Every key comes under the other master key, a few at a time."""

    instance: TortureInstance
    within: float = GUESS
    words: ClassVar = ("reseal_vault", "--batch", "2")

    def measure(self) -> None:
        """Find out how long a run takes: its moments are spread over all of it."""
        self.within = seconds_of(self.instance.scratch, *self.words, **self.instance.turn_keys())

    def run(self) -> bool:
        keys = self.instance.turn_keys()
        killed = self.instance.kill(self.instance.scratch, *self.words, within=self.within, **keys)
        self.instance.look()
        finish(self.instance.scratch, *self.words, **keys)
        if self.instance.look().left:
            raise Broken("resealing said that it was done, and was not")
        return killed


@dataclass(slots=True)
class BackUp:
    """A folder is there whole or not at all; made again, it restores to what was promised."""

    instance: TortureInstance
    folder: Path
    within: float = GUESS

    def measure(self) -> None:
        self.within = seconds_of(
            self.instance.scratch, "back_up", "--to", str(self.folder / "first")
        )

    def run(self) -> bool:
        to = self.folder / "backup"
        shutil.rmtree(to, ignore_errors=True)
        promised = journal.copied(self.instance.journals, self.folder / "promised")
        killed = self.instance.kill(
            self.instance.scratch, "back_up", "--to", str(to), within=self.within
        )
        if not to.exists():
            finish(self.instance.scratch, "back_up", "--to", str(to))
        if list(self.folder.glob(".backup.*.unfinished")):
            raise Broken("what the killed run left is still there")
        with _elsewhere(self.instance, self.folder) as empty:
            finish(empty, "restore", "--from", str(to))
            self.instance.look(empty, journals=promised)
        return killed


@dataclass(slots=True)
class Restore:
    """An empty database gets all of it or nothing."""

    instance: TortureInstance
    folder: Path
    within: float = GUESS

    def measure(self) -> None:
        with _elsewhere(self.instance, self.folder) as empty:
            self.within = seconds_of(empty, *self._words())

    def run(self) -> bool:
        with _elsewhere(self.instance, self.folder) as empty:
            killed = self.instance.kill(empty, *self._words(), within=self.within)
            finish(empty, *self._words())
            self.instance.look(empty, journals=self.folder / "restored")
        return killed

    def _words(self) -> tuple[str, ...]:
        """The command, and on its first use the backup it restores."""
        backup = self.folder / "backup-to-restore"
        if not backup.exists():
            journal.copied(self.instance.journals, self.folder / "restored")
            finish(self.instance.scratch, "back_up", "--to", str(backup))
        return "restore", "--from", str(backup)


Trial = Reseal | BackUp | Restore


@contextmanager
def _elsewhere(instance: TortureInstance, folder: Path) -> Iterator[Scratch]:
    """An empty Keydesk with the same master keys, for as long as it takes."""
    place = scratch.empty(folder / "elsewhere", keys=instance.scratch.keys)
    try:
        yield place
    finally:
        scratch.drop(place)
