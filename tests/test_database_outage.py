"""A PostgreSQL that fails or hangs, and comes back: nobody has to be restarted."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import psycopg
import pytest

from tests import scratch
from tests.own_postgres import OwnPostgres, own_postgres
from tests.scratch import Scratch
from tests.served import Served, collected, serve, until

pytestmark = pytest.mark.postgres

DROP_CONNECTIONS: Final = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'"
)


@pytest.fixture(scope="module")
def postgres() -> Iterator[OwnPostgres]:
    with own_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def place(postgres: OwnPostgres, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    place = Scratch(postgres.url, "ab" * 32, tmp_path_factory.mktemp("outage"))
    scratch.migrate(place)
    return place


def test_web_and_worker_outlast_an_outage(postgres: OwnPostgres, place: Scratch) -> None:
    said: list[str] = []
    worker = place.start("manage.py", "db_worker", "--interval", "0.1")
    with collected(worker, said), serve(place) as served:
        until(lambda: served.health() == (200, b'{"status": "ok"}'))
        until(lambda: beats(postgres) > 0)
        postgres.stop()
        until(lambda: served.health() == (503, b'{"status": "no database"}'))
        until(lambda: "The database does not answer" in "".join(said))
        postgres.start()
        until(lambda: served.health() == (200, b'{"status": "ok"}'))
        forget_beats(postgres)
        until(lambda: beats(postgres) == 1)
        assert worker.poll() is None
    assert "Traceback" not in "".join([*said, *served.lines])


def test_web_and_worker_outlast_a_server_that_says_nothing(
    postgres: OwnPostgres, place: Scratch
) -> None:
    said: list[str] = []
    worker = place.start("manage.py", "db_worker", "--interval", "0.1")
    with collected(worker, said), serve(place) as served:
        until(lambda: served.health() == (200, b'{"status": "ok"}'))
        until(lambda: beats(postgres) > 0)
        with postgres.silent():
            assert status_within(3, served) == "no database"
            until(lambda: "The database does not answer" in "".join(said))
            assert status_within(3, served) == "no database"
        until(lambda: served.health() == (200, b'{"status": "ok"}'))
        forget_beats(postgres)
        until(lambda: beats(postgres) == 1)
        assert worker.poll() is None
    assert "Traceback" not in "".join([*said, *served.lines])


def test_the_web_process_outlasts_a_server_that_drops_every_connection(
    postgres: OwnPostgres, place: Scratch
) -> None:
    with serve(place) as served:
        until(lambda: served.health() == (200, b'{"status": "ok"}'))
        with psycopg.connect(host=str(postgres.home), user="test", dbname="template1") as line:
            line.execute(DROP_CONNECTIONS)
        until(lambda: served.health() == (200, b'{"status": "ok"}'))
    assert "Traceback" not in "".join(served.lines)


def test_web_and_worker_outlast_a_server_that_takes_no_writes(
    postgres: OwnPostgres, place: Scratch
) -> None:
    said: list[str] = []
    worker = place.start("manage.py", "db_worker", "--interval", "0.1")
    with collected(worker, said), serve(place) as served:
        until(lambda: served.health() == (200, b'{"status": "ok"}'))
        until(lambda: beats(postgres) > 0)
        let_write(postgres, allowed=False)
        until(lambda: served.health() == (503, b'{"status": "read-only"}'))
        until(lambda: "The database cannot be written" in "".join(said))
        let_write(postgres, allowed=True)
        until(lambda: served.health() == (200, b'{"status": "ok"}'))
        forget_beats(postgres)
        until(lambda: beats(postgres) > 0)
        assert worker.poll() is None
    assert "Traceback" not in "".join([*said, *served.lines])


def let_write(postgres: OwnPostgres, *, allowed: bool) -> None:
    """For whoever connects from now on; all others are cut off."""
    read_only = f"ALTER DATABASE postgres SET default_transaction_read_only = {not allowed}"
    with psycopg.connect(host=str(postgres.home), user="test", dbname="template1") as line:
        line.execute(read_only.encode())
        line.execute(DROP_CONNECTIONS)


def test_a_server_that_never_spoke_does_not_keep_keydesk_from_starting(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        url = f"postgres://test@127.0.0.1:{mute.getsockname()[1]}/keydesk"
        with serve(Scratch(url, "ab" * 32, tmp_path)) as served:
            assert status_within(3, served) == "no database"


def status_within(seconds: float, served: Served) -> object:
    """What health says; whoever watches it waits no longer than this."""
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=seconds)) as line:
        line.request("GET", "/healthz", headers={"Host": "keydesk.example.com"})
        return json.load(line.getresponse())["status"]


def forget_beats(postgres: OwnPostgres) -> None:
    with psycopg.connect(host=str(postgres.home), user="test", dbname="postgres") as line:
        line.execute("DELETE FROM credentials_processbeat")


def beats(postgres: OwnPostgres) -> int:
    """How many workers have had a heartbeat."""
    with psycopg.connect(host=str(postgres.home), user="test", dbname="postgres") as line:
        counted = line.execute("SELECT count(*) FROM credentials_processbeat WHERE is_worker")
        return int((counted.fetchone() or (0,))[0])
