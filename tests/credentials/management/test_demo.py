"""One command shows the whole console; run again it keeps its data, stopped it leaves nothing."""

from __future__ import annotations

import http.client
import http.cookies
import json
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command

from credentials.core import Role
from tests.project_files import ROOT

pytestmark = pytest.mark.slow

_PATIENCE = 90


@dataclass
class Demo:
    """A demo that runs, or ran: ``output`` is what it printed until it was ready."""

    var: Path
    port: int
    sandbox_port: int
    process: subprocess.Popen[str]
    output: str = ""

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.var / "keydesk.sqlite3")) as database:
            return database.execute(sql).fetchall()

    def people(self) -> list[dict[str, str]]:
        people: list[dict[str, str]] = json.loads((self.var / "demo-people.json").read_text())
        return people

    def stop(self) -> str:
        """Stop it as Ctrl-C does; what it said since it was ready."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=_PATIENCE)[0]


def _launch(var: Path, port: int, sandbox_port: int) -> Demo:
    environment = {
        "PATH": os.environ["PATH"],
        "KEYDESK_DEMO": "1",
        "KEYDESK_VAR": str(var),
        "KEYDESK_STATIC": str(var / "static"),
        "PORT": str(port),
        "SANDBOX_PORT": str(sandbox_port),
    }
    # A script's background job begins ignoring to Ctrl-C; the demo listens all the same.
    ignoring = "trap '' INT; exec \"$0\" manage.py demo"
    process = subprocess.Popen(
        ["/bin/sh", "-c", ignoring, sys.executable],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Demo(var, port, sandbox_port, process)


def _start(var: Path) -> Demo:
    demo = _launch(var, _free_port(), _free_port())
    assert demo.process.stdout
    for line in demo.process.stdout:
        demo.output += line
        if "starts over" in line:
            return demo
    raise AssertionError(demo.output)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = _start(tmp_path_factory.mktemp("demo") / "var")
    yield demo
    if demo.process.poll() is None:
        demo.stop()


def test_it_prints_the_address_and_who_may_sign_in(running: Demo) -> None:
    assert f"http://localhost:{running.port}/" in running.output
    assert f"http://127.0.0.1:{running.sandbox_port}/" in running.output
    assert all(
        person["email"] in running.output and person["password"] in running.output
        for person in running.people()
    )
    assert {person["role"] for person in running.people()} == set(Role)


def test_each_of_them_signs_in(running: Demo) -> None:
    assert [
        _sign_in(running, person["email"], person["password"]) for person in running.people()
    ] == ["/"] * len(Role)


def test_what_it_keeps_is_for_its_owner_alone(running: Demo) -> None:
    files = ("secret_key", "keydesk_master_keys", "demo-people.json", "sandbox.json")
    assert {_mode(running.var / name) for name in files} == {0o600}
    assert _mode(running.var) == 0o700


def test_it_has_three_accounts_in_two_teams(running: Demo) -> None:
    assert running.ask("select count(*), count(distinct team_id) from credentials_account") == [
        (3, 2)
    ]


def test_it_has_stored_keys_of_every_kind(running: Demo) -> None:
    states = {state for (state,) in running.ask("select state from credentials_consumerkey")}
    assert states >= {"pending", "validated", "refused", "expired"}
    assert running.ask("select count(*) from credentials_serviceaccount") == [(2,)]


def test_the_live_list_is_filled_at_the_start(running: Demo) -> None:
    states = {state for (state,) in running.ask("select status from credentials_livecredential")}
    assert states >= {"validated", "expired", "refused"}
    unread = "select count(*) from credentials_livecredential where read_at is null"
    assert running.ask(unread) == [(0,)]
    assert running.ask("select distinct state from credentials_sync") == [("done",)]


def test_it_has_dead_foreign_open_and_unused_keys(running: Demo) -> None:
    query = "select count(*) > 0 from credentials_live"
    assert running.ask(f"{query}application where is_deleted") == [(1,)]
    assert running.ask(f"{query}application where not is_owned and not is_deleted") == [(1,)]
    assert running.ask(f'{query}credential where rules like \'%DELETE", "path": "/*"%\'') == [(1,)]
    assert running.ask(f"{query}credential where last_use is null and status = 'validated'") == [
        (1,)
    ]


def test_running_it_again_keeps_what_is_there(running: Demo) -> None:
    count = "select count(*) from credentials_entry"
    people, entries = running.people(), running.ask(count)
    running.stop()
    again = _start(running.var)
    assert (again.people(), again.ask(count)) == (people, entries)
    assert "The demo has stopped." in again.stop()
    assert again.process.returncode == 0


def test_stopping_it_stops_all_of_it(running: Demo) -> None:
    if running.process.poll() is None:
        running.stop()
    assert not any(_is_served(port) for port in (running.port, running.sandbox_port))


def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = _launch(tmp_path / "var", taken.getsockname()[1], _free_port())
        output = refused.process.communicate(timeout=_PATIENCE)[0]
    assert refused.process.returncode == 1
    assert re.search(
        r"Port \d+ cannot be used \(Address already in use\)\. .*make demo PORT=", output
    )
    assert "Traceback" not in output


def test_production_has_no_made_up_people() -> None:
    for command in ("demo", "seed_demo"):
        with pytest.raises(CommandError, match="demo alone"):
            call_command(command)


def _sign_in(demo: Demo, email: str, password: str) -> str:
    """Sign in as a browser does; the path that the console sends one to."""
    connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=20)
    with closing(connection):
        connection.request("GET", "/sign-in/")
        answer = connection.getresponse()
        page = answer.read().decode()
        jar = http.cookies.SimpleCookie(answer.headers["Set-Cookie"])
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        body = {"login": email, "password": password, "csrfmiddlewaretoken": token[1]}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items()),
        }
        connection.request("POST", "/sign-in/", urlencode(body), headers)
        return str(connection.getresponse().headers["Location"])


def _is_served(port: int) -> bool:
    for _ in range(20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return False
        time.sleep(0.1)
    return True


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
