"""The role that serves pages cannot take the log's triggers away, and serves all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from tests import scratch
from tests.own_postgres import OwnPostgres, own_postgres
from tests.project_files import ROOT
from tests.scratch import Scratch
from tests.served import serve

pytestmark = pytest.mark.postgres

_OTHER_GUARD = (
    "CREATE OR REPLACE FUNCTION credentials_audit_keeps() RETURNS trigger LANGUAGE plpgsql "
    "AS $$ BEGIN RETURN NULL; END $$"
)
_LOG = ("credentials_auditentry", "credentials_auditcheckpoint")


@pytest.fixture(scope="module")
def postgres() -> Iterator[OwnPostgres]:
    with own_postgres() as server:
        (server.home / "password").write_text("a password of the tests\n")
        (server.home / "password").chmod(0o644)
        roles = server.home / "roles.sql"
        roles.write_text((ROOT / "deploy" / "database-roles.sql").read_text())
        roles.chmod(0o644)
        words = ("-U", "test", "-h", str(server.home), "-d", "postgres", "-v", "ON_ERROR_STOP=1")
        secret = str(server.home / "password")
        server.run(
            "psql",
            *(*words, "-q", "-f", str(roles)),
            OWNER_PASSWORD_FILE=secret,
            PASSWORD_FILE=secret,
        )
        scratch.migrate(_place(server, "keydesk_owner"))
        yield server


@pytest.fixture(scope="module")
def place(postgres: OwnPostgres) -> Scratch:
    return _place(postgres, "keydesk")


def _place(postgres: OwnPostgres, role: str) -> Scratch:
    folder = Path(postgres.home / "var")
    folder.mkdir(exist_ok=True, mode=0o700)
    return Scratch(f"postgres://{role}@/{postgres.home}/postgres", "ab" * 32, folder)


@pytest.mark.parametrize("table", _LOG)
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER {table}_keeps ON {table}",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "DROP TABLE {table} CASCADE",
        "TRUNCATE {table}",
        _OTHER_GUARD,
        "SET session_replication_role = replica",
        "SET ROLE keydesk_owner",
    ],
)
def test_the_serving_role_cannot_take_a_trigger_away(
    postgres: OwnPostgres, table: str, statement: str
) -> None:
    with (
        psycopg.connect(host=str(postgres.home), user="keydesk", dbname="postgres") as line,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        line.execute(statement.format(table=table).encode())


@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_the_triggers_hold_for_the_serving_role(
    place: Scratch, postgres: OwnPostgres, statement: str
) -> None:
    with (
        psycopg.connect(host=str(postgres.home), user="keydesk", dbname="postgres") as line,
        pytest.raises(errors.RaiseException, match="append-only"),
    ):
        line.execute(statement.format(table="credentials_auditcheckpoint").encode())


def test_keydesk_works_with_the_serving_role(place: Scratch, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("a quiet harbour in november")
    created = place.manage(
        "create_team",
        "Harbour",
        "--admin",
        "alice@example.com",
        KEYDESK_ADMIN_PASSWORD_FILE=str(password),
    )
    assert created.returncode == 0, created.stderr
    for words in (
        ("write_checkpoint",),
        ("verify_audit_log",),
        ("check_vault",),
        ("reseal_vault",),
        ("db_worker", "--batch", "--no-startup-delay"),
        ("clearsessions",),
        ("prune_db_task_results",),
        ("back_up", "--to", str(tmp_path / "backup")),
    ):
        done = place.manage(*words)
        assert done.returncode == 0, (words, done.stderr)
    with serve(place) as served:
        answer, body = served.ask("/healthz", Host="keydesk.example.com")
        assert (answer.status, body) == (200, b'{"status": "ok"}')


def test_the_deployment_check_says_whose_the_tables_are(
    place: Scratch, postgres: OwnPostgres
) -> None:
    words = ("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    assert place.manage(*words).returncode == 0
    owner = _place(postgres, "keydesk_owner").manage(*words)
    assert owner.returncode == 1
    assert "credentials.W004" in owner.stderr
