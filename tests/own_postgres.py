"""A PostgreSQL of a test's own, that it may stop and start while Keydesk runs on it."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import with_postgres
from tests.certificates import make_certificate
from tests.processes import children


@dataclass(frozen=True, slots=True)
class OwnPostgres:
    """``url`` leads to it; ``home`` holds its socket and data.

    With a ``tls_port`` it speaks TLS there, as ``localhost``, with the certificate in ``home``.
    """

    home: Path
    binaries: Path
    tls_port: int | None = None

    @property
    def url(self) -> str:
        return f"postgres://test@/{self.home}/postgres"

    @property
    def certificate(self) -> Path:
        return self.home / "certificate.pem"

    def start(self) -> None:
        options = f"-c unix_socket_directories={self.home} -c fsync=off"
        options += self._tls() if self.tls_port else " -c listen_addresses=''"
        self._control("-o", options, "-l", str(self.home / "log"), "start")

    def stop(self, *, check: bool = True) -> None:
        """As a machine that fails: whoever is connected is cut off."""
        self._control("-m", "immediate", "stop", check=check)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """As a machine that hangs: its kernel takes connections, and nothing answers on them."""
        first = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        everything = [first, *children(first)]
        for process in everything:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in everything:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def run(self, program: str, *words: str, check: bool = True, **environment: str) -> None:
        """A tool of the server's, as its user; ``environment`` are variables beside ours."""
        given = [f"{name}={value}" for name, value in environment.items()]
        command = ["env", *given, str(self.binaries / program), *words]
        with_postgres.as_server(command, self.home, check=check)

    def _tls(self) -> str:
        key = self.home / "key.pem"
        make_certificate(self.certificate, key, host="localhost")
        with_postgres.give_to_server(key, mode=0o600)
        files = f"-c ssl_cert_file={self.certificate} -c ssl_key_file={key}"
        return f" -c listen_addresses=127.0.0.1 -c port={self.tls_port} -c ssl=on {files}"

    def _control(self, *words: str, check: bool = True) -> None:
        self.run("pg_ctl", "-D", str(self.home / "data"), "-s", "-w", *words, check=check)


@contextmanager
def own_postgres(*, tls_port: int | None = None) -> Iterator[OwnPostgres]:
    """A running server; the test is skipped where none is installed."""
    binaries = with_postgres.newest_binaries(with_postgres.INSTALLED)
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    home = Path(tempfile.mkdtemp(prefix="keydesk-own-postgres-"))
    with_postgres.give_to_server(home)
    server = OwnPostgres(home, binaries, tls_port)
    try:
        server.run("initdb", *with_postgres.INITDB, "-D", str(home / "data"))
        server.start()
        yield server
    finally:
        server.stop(check=False)
        shutil.rmtree(home)
