"""The Keydesk instance under torture: its database, its traffic, and commands that are killed."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from credentials.sealing import Key
from tests import scratch
from tests.scratch import Scratch
from tests.torture.journal import VaultState


class Broken(Exception):
    """A promise that did not hold."""


@dataclass(slots=True)
class TortureInstance:
    """``journals`` is what was promised to be kept; ``chance`` decides every moment."""

    scratch: Scratch
    journals: Path
    chance: random.Random
    keys: list[str] = field(default_factory=list, repr=False)

    @classmethod
    def open(cls, folder: Path, *, seed: int, accounts: int, secrets: int) -> TortureInstance:
        """A new one, filled."""
        keys = [Key.generate().to_text() for _ in range(2)]
        journals = folder / "journals"
        journals.mkdir(parents=True)
        place = scratch.empty(folder / "source", keys=",".join(keys))
        instance = cls(place, journals, random.Random(seed), keys)
        inside(place, f"fill({str(journals)!r}, {accounts}, {secrets})")
        return instance

    def turn_keys(self) -> dict[str, str]:
        """Put the other master key first; the variables of a process that knows it so."""
        self.keys.reverse()
        return self.turned

    @property
    def turned(self) -> dict[str, str]:
        return {"KEYDESK_MASTER_KEYS": ",".join(self.keys)}

    def look(self, place: Scratch | None = None, *, journals: Path | None = None) -> VaultState:
        """How it stands; raises ``Broken`` when anything is lost, unreadable or tampered with."""
        call = f"look({str(journals or self.journals)!r})"
        output = inside(place or self.scratch, call, **self.turned)
        state = VaultState(**json.loads(output.splitlines()[-1]))
        if not state.is_sound:
            raise Broken(f"not sound: {state}")
        return state

    @contextmanager
    def traffic(self, people: int) -> Iterator[None]:
        """So many processes that store, replace and reveal all the while, and never fail."""
        call = f"traffic({str(self.journals)!r}, %d)"
        busy = [self.scratch.start(*shell_words(call % number)) for number in range(people)]
        try:
            for process in busy:
                _wait_for_line(process)
            yield
        finally:
            for process in busy:
                process.send_signal(signal.SIGTERM)
        for process in busy:
            output = process.communicate()[0]
            if process.returncode:
                raise Broken(f"the traffic failed: {output}")

    def kill(self, place: Scratch, *words: str, within: float, **changes: str) -> bool:
        """Start a command and kill it, up to ``within`` seconds after it said its first line.

        False when it was done before.
        """
        process = place.start("manage.py", *words, **changes)
        _wait_for_line(process)
        time.sleep(self.chance.uniform(0, within))
        process.kill()
        process.communicate()
        return process.returncode == -signal.SIGKILL


def seconds_of(place: Scratch, *words: str, **changes: str) -> float:
    """How long a command takes from its first line to its end, undisturbed."""
    process = place.start("manage.py", *words, **changes)
    _wait_for_line(process)
    started = time.monotonic()
    output = process.communicate()[0]
    if process.returncode:
        raise Broken(f"{words} ended with {process.returncode}: {output}")
    return time.monotonic() - started


def finish(place: Scratch, *words: str, **changes: str) -> None:
    """Run a command to its end; raises ``Broken`` when that is not a good one."""
    done = place.manage(*words, **changes)
    if done.returncode:
        raise Broken(f"{words} ended with {done.returncode}: {done.stdout}{done.stderr}")


def inside(place: Scratch, call: str, module: str = "inside", **changes: str) -> str:
    """What a function of a module of ``tests.torture`` printed."""
    done = place.run(*shell_words(call, module), **changes)
    if done.returncode:
        raise Broken(done.stderr)
    return done.stdout


def shell_words(call: str, module: str = "inside") -> list[str]:
    """The words of a command that calls a function of a module of ``tests.torture``."""
    script = f"from tests.torture import {module}; {module}.{call}"
    return ["manage.py", "shell", "--no-imports", "--verbosity", "0", "--command", script]


def _wait_for_line(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    if not process.stdout.readline():
        raise Broken(f"{process.args!r} said nothing and ended with {process.wait()}")
