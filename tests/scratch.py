"""A Keydesk in processes of its own, on an empty database of the engine that the tests run on.

For what cannot be tried in the process of the tests: restoring, starting wrongly, being killed.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psycopg

from tests.as_production import environment
from tests.project_files import ROOT


@dataclass(frozen=True, slots=True)
class Scratch:
    """``url`` leads to its database, ``keys`` are its master keys, ``folder`` is its own."""

    url: str
    keys: str = field(repr=False)
    folder: Path

    def run(self, *words: str, given: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
        """``python <words>`` to its end; ``given`` is its standard input, ``changes`` are variables
        of the environment."""
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self._environment(changes),
            capture_output=True,
            input=given,
            text=True,
            check=False,
        )

    def manage(
        self, *words: str, given: str = "", **changes: str
    ) -> subprocess.CompletedProcess[str]:
        return self.run("manage.py", *words, given=given, **changes)

    def start(self, *words: str, **changes: str) -> subprocess.Popen[str]:
        """``python <words>``, running, its output to be read line by line."""
        return subprocess.Popen(
            [sys.executable, "-u", *words],
            cwd=ROOT,
            env=self._environment(changes),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _environment(self, changes: dict[str, str]) -> dict[str, str]:
        own = {
            "DATABASE_URL": self.url,
            "KEYDESK_MASTER_KEYS": self.keys,
            "KEYDESK_VAR": str(self.folder),
            "CACHE_URL": "locmemcache://",
            "LOG_LEVEL": "WARNING",
        }
        return {**environment(), **own, **changes}


def empty(folder: Path, *, keys: str) -> Scratch:
    """A new one, migrated and never used, on the engine of DATABASE_URL."""
    server = os.environ.get("DATABASE_URL", "")
    folder.mkdir(exist_ok=True)
    if server:
        return Scratch(_copy_database(server), keys, folder)
    file = folder / f"{uuid.uuid4().hex}.sqlite3"
    shutil.copy(_migrated_file(), file)
    return Scratch(f"sqlite:///{file}", keys, folder)


def drop(scratch: Scratch) -> None:
    """Take its database away, whoever is still connected."""
    server, _, name = scratch.url.rpartition("/")
    if server.startswith("postgres"):
        _execute(scratch.url, f'DROP DATABASE "{name}" WITH (FORCE)')
    else:
        Path(scratch.url.removeprefix("sqlite:///")).unlink()


@cache
def _migrated_file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="keydesk-scratch-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrate(Scratch(f"sqlite:///{folder / 'empty.sqlite3'}", "ab" * 32, folder))
    return folder / "empty.sqlite3"


@cache
def _migrated_database(server: str) -> str:
    name = f"empty_{uuid.uuid4().hex[:12]}"
    _execute(server, f'CREATE DATABASE "{name}"')
    migrate(Scratch(f"{server.rpartition('/')[0]}/{name}", "ab" * 32, Path(os.devnull)))
    return name


def _copy_database(server: str) -> str:
    name = f"scratch_{uuid.uuid4().hex[:12]}"
    _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{_migrated_database(server)}"')
    return f"{server.rpartition('/')[0]}/{name}"


def migrate(scratch: Scratch) -> None:
    """Make every table of an empty database."""
    done = scratch.manage("migrate", "--verbosity", "0")
    if done.returncode:
        raise RuntimeError(done.stderr)


def _execute(url: str, statement: str) -> None:
    """One statement at the server of ``url``, outside of any transaction, in its first database."""
    host = url.removeprefix("postgres://test@/").rpartition("/")[0]
    with psycopg.connect(host=host, user="test", dbname="postgres", autocommit=True) as connection:
        connection.execute(statement)
