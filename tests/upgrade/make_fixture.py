"""Make the stored fixture of a version, from a checkout of it.

    git worktree add --detach ../old v0.1.0
    python -m tests.with_postgres python -m tests.upgrade.make_fixture 0_1 ../old

The commands of that checkout migrate an empty database and make the first team; the text of
``fill_version_0_1.py`` goes to its shell and stores the rest. That is done once on SQLite and once
on PostgreSQL. ``version_0_1.sqlite.sql.gz`` is the first database as ``.dump`` prints it,
``version_0_1.postgresql.sql.gz`` the second by ``pg_dump --inserts``, which any client can load.
``version_0_1.json`` says with what settings they open and what must be found in them.

The fixture of another version is made beside it: a ``fill_version_<number>.py`` that imports what
that version has, and this program. The tests find it by its name. For a minute after it was made
one of them fails: denials are held back for so long.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.as_production import environment
from tests.upgrade.databases import Database, PostgresqlDatabase, SqliteFile, postgresql_place
from tests.with_postgres import newest_binaries

HERE = Path(__file__).parent

#: Known to everybody who reads this, and used for nothing but the fixtures.
SETTINGS = {
    "SECRET_KEY": "secret-key-of-the-stored-fixtures-not-used-anywhere-else",
    "KEYDESK_MASTER_KEYS": "0123456789abcdef" * 4,
}
PEOPLE = {
    f"{name}@example.com": f"fixture password of {name}" for name in ("alice", "bob", "charlie")
}
LABELS = (
    "credentials_team.name",
    "credentials_account.label",
    "credentials_entry.label",
    "credentials_profile.name",
    "credentials_liveapplication.name",
    "credentials_liveclient.name",
)


def main(arguments: list[str]) -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("version", help="as it stands in the names of the files: 0_1")
    parser.add_argument("checkout", type=Path, help="a checkout of that version")
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as folder,
        postgresql_place(os.environ["DATABASE_URL"]) as postgresql,
    ):
        databases: list[Database] = [SqliteFile(Path(folder) / "fixture.sqlite3"), postgresql]
        made = {
            database.engine: Maker(options.version, options.checkout, database, Path(folder)).make()
            for database in databases
        }
    fixture = {"settings": SETTINGS, "people": PEOPLE, **made}
    file = HERE / f"version_{options.version}.json"
    file.write_text(json.dumps(fixture, indent=1, sort_keys=True) + "\n")


@dataclass(frozen=True, slots=True)
class Maker:
    """Fills ``database`` with what ``version`` kept, by the commands of its ``checkout``."""

    version: str
    checkout: Path
    database: Database
    folder: Path

    def make(self) -> dict[str, Any]:
        """Store the dump; what must be found once it was migrated."""
        self._prepare()
        text = (HERE / f"fill_version_{self.version}.py").read_text()
        printed = self._manage("shell", "--no-imports", "--verbosity", "0", given=text)
        self._store(dump(self.database))
        return {**json.loads(printed.splitlines()[-1]), **_counted(self.database)}

    def _prepare(self) -> None:
        password = self.folder / "password"
        password.write_text(PEOPLE["alice@example.com"])
        self._manage("migrate", "--verbosity", "0")
        self._manage("createcachetable", CACHE_URL="dbcache://keydesk_cache")
        admin = ("--admin", "alice@example.com")
        self._manage("create_team", "Harbour", *admin, KEYDESK_ADMIN_PASSWORD_FILE=str(password))

    def _store(self, text: str) -> None:
        file = HERE / f"version_{self.version}.{self.database.engine}.sql.gz"
        file.write_bytes(gzip.compress(text.encode(), mtime=0))

    def _manage(self, *words: str, given: str = "", **changes: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=self.checkout,
            env={**environment(), **self._own(), **changes},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def _own(self) -> dict[str, str]:
        return {
            **SETTINGS,
            "DATABASE_URL": self.database.url,
            "KEYDESK_VAR": str(self.folder),
            "CACHE_URL": "locmemcache://",
            "LOG_LEVEL": "WARNING",
            "OVH_CALLS_PER_SECOND": "0",
            "OVH_EXTRA_ENDPOINTS": f"sandbox=http://127.0.0.1:{_free_port()}/1.0",
        }


def dump(database: Database) -> str:
    """The database as statements that its owner can run, and that need no special client."""
    if isinstance(database, SqliteFile):
        return database.dump()
    assert isinstance(database, PostgresqlDatabase)
    binaries = newest_binaries(Path("/usr/lib/postgresql"))
    assert binaries is not None
    words = ["--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=50"]
    connected = ["-h", database.host, "-U", database.owner, database.name]
    statements = subprocess.run(
        [binaries / "pg_dump", *words, *connected], capture_output=True, text=True, check=True
    ).stdout
    # Lines such as \restrict are for psql alone.
    lines = statements.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("\\"))


def values_of(database: Database, column: str) -> list[str]:
    """What stands in ``table.column``, in order."""
    rows = database.rows(f"SELECT {column} FROM {column.partition('.')[0]}")
    return sorted(text for (text,) in rows)


def _counted(database: Database) -> dict[str, Any]:
    """What plain SQL sees: rows of each table, labels, and where the log ends."""
    newest = "SELECT seq, mac FROM credentials_auditentry ORDER BY seq DESC LIMIT 1"
    ((entries, mac),) = database.rows(newest)
    return {
        "rows": {
            table: database.rows(f"SELECT count(*) FROM {table}")[0][0]
            for table in database.tables()
        },
        "labels": {column: values_of(database, column) for column in LABELS},
        "log": {"entries": entries, "last_mac": mac},
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main(sys.argv[1:])
