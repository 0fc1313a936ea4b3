"""Run a command with a PostgreSQL of its own: ``python -m tests.with_postgres pytest -q``.

Uses Debian's server binaries, a unix socket in a temporary directory and no password. Root is
dropped to the user ``postgres``, which Debian's package makes. Where no server is installed the
command does not run; a line says so, and the exit code is 0. The command's exit code is passed on.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

INSTALLED = Path("/usr/lib/postgresql")
INITDB = ("-A", "trust", "-U", "test", "--no-sync", "--no-locale", "-E", "UTF8")
_SERVER_OPTIONS = (
    "listen_addresses=''",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
)


def main(command: list[str]) -> int:
    binaries = newest_binaries(INSTALLED)
    if binaries is None:
        sys.stdout.write("PostgreSQL is not installed: the tests ran on SQLite alone.\n")
        return 0
    with _server(binaries) as url:
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode


def newest_binaries(installed: Path) -> Path | None:
    """The ``bin`` of the newest server below ``installed``, or None."""
    directories = [path.parent for path in installed.glob("*/bin/initdb")]
    return max(directories, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def _server(binaries: Path) -> Iterator[str]:
    """A running server; yields its ``DATABASE_URL``."""
    home = Path(tempfile.mkdtemp(prefix="keydesk-postgres-"))
    give_to_server(home)
    data = home / "data"
    options = " ".join(
        f"-c {option}" for option in (*_SERVER_OPTIONS, f"unix_socket_directories={home}")
    )
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-s", "-w"]
    try:
        as_server([str(binaries / "initdb"), *INITDB, "-D", str(data)], home)
        as_server([*control, "-o", options, "-l", str(home / "log"), "start"], home)
        yield f"postgres://test@/{home}/postgres"
    finally:
        as_server([*control, "-m", "immediate", "stop"], home, check=False)
        shutil.rmtree(home)


def give_to_server(path: Path, *, mode: int = 0o755) -> None:
    """Let the user that the server runs as use a folder or a file."""
    path.chmod(mode)
    if os.geteuid() == 0:
        shutil.chown(path, "postgres")


def as_server(command: list[str], home: Path, *, check: bool = True) -> None:
    """Run a server tool, which refuses to be root, from a directory its user can enter."""
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        server = pwd.getpwnam("postgres")
        user = {"user": server.pw_uid, "group": server.pw_gid, "extra_groups": []}
    subprocess.run(command, cwd=home, check=check, stdout=subprocess.DEVNULL, **user)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
