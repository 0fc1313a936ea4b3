"""With ``sslmode=verify-full`` the database is the one its certificate names, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import scratch
from tests.certificates import make_certificate
from tests.own_postgres import OwnPostgres, own_postgres
from tests.scratch import Scratch
from tests.served import free_port, serve

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[OwnPostgres]:
    with own_postgres(tls_port=free_port()) as server:
        yield server


def place(postgres: OwnPostgres, folder: Path, *, host: str, issuer: Path) -> Scratch:
    at = f"postgres://test@{host}:{postgres.tls_port}/postgres"
    return Scratch(f"{at}?sslmode=verify-full&sslrootcert={issuer}", "ab" * 32, folder)


def test_keydesk_works_with_the_server_that_the_certificate_names(
    postgres: OwnPostgres, tmp_path: Path
) -> None:
    named = place(postgres, tmp_path, host="localhost", issuer=postgres.certificate)
    scratch.migrate(named)
    ask = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT ssl FROM "
    ask += "pg_stat_ssl WHERE pid = pg_backend_pid()'); print(k.fetchone())"
    assert named.manage("shell", "--verbosity", "0", "-c", ask).stdout.strip() == "(True,)"
    with serve(named) as served:
        assert served.ask("/healthz", Host="keydesk.example.com")[0].status == 200


def test_a_server_under_another_name_is_refused(postgres: OwnPostgres, tmp_path: Path) -> None:
    other = place(postgres, tmp_path, host="127.0.0.1", issuer=postgres.certificate)
    done = other.manage("check_vault")
    assert done.returncode == 1
    assert 'does not match host name "127.0.0.1"' in done.stderr


def test_a_certificate_of_another_issuer_is_refused(postgres: OwnPostgres, tmp_path: Path) -> None:
    issuer = tmp_path / "issuer.pem"
    make_certificate(issuer, tmp_path / "key.pem", host="localhost")
    done = place(postgres, tmp_path, host="localhost", issuer=issuer).manage("check_vault")
    assert done.returncode == 1
    assert "certificate verify failed" in done.stderr
    assert "Traceback" not in done.stderr
