"""The sandbox on a socket, its state on disk, its command and its controls."""

from __future__ import annotations

import http.client
import signal
import socket
import stat
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import ovh
import pytest
import requests
from django.core.management import call_command

from sandbox import server
from sandbox.demo_world import DemoWorld, build_world
from sandbox.server import Running
from sandbox.state import storage
from sandbox.state.fault import FaultKind
from sandbox.state.quirks import Quirks
from tests.sandbox.conftest import NIC_A
from tests.sandbox.people import Person, shown
from tests.served import PATIENCE


def exchange(served: Running, sent: bytes) -> bytes:
    """What the server answers to raw bytes before it closes the connection."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while part := connection.recv(65_536):
            received += part
    return received


def test_one_connection_carries_many_calls(served: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    for _ in range(3):
        connection.request("GET", "/1.0/auth/time")
        answer = connection.getresponse()
        assert answer.read().isdigit()
        assert not answer.will_close
    connection.close()


def test_chunked_bodies_are_read(served: Running) -> None:
    head = b"POST /oauth2/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = exchange(served, head + b"5\r\nscope\r\n4\r\n=all\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"invalid_client" in answer


def test_a_client_that_expects_100_continue_gets_it(served: Running) -> None:
    head = b"POST /oauth2/token HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
    answer = exchange(served, head + b"Content-Length: 3\r\n\r\na=b")
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 ")


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    ],
)
def test_an_invalid_request_is_400(served: Running, sent: bytes) -> None:
    assert exchange(served, sent).startswith(b"HTTP/1.1 400 Bad Request")


def test_success_is_always_200_and_void_is_null(alice: ovh.Client, demo: DemoWorld) -> None:
    path = f"/me/api/credential/{demo.of('unused')[0].credential_id}"
    answer = alice.raw_call("DELETE", path)
    assert (answer.status_code, answer.text) == (200, "null")


@pytest.mark.parametrize("path", ["/auth/credential", "/auth/credential/"])
def test_a_trailing_slash_is_ignored_on_routes(served: Running, demo: DemoWorld, path: str) -> None:
    body: dict[str, object] = {
        "accessRules": [],
        "redirection": None,
        "allowedIPs": None,
        "unknown": 1,
    }
    headers = {"X-Ovh-Application": demo.keys[0].application_key}
    answer = requests.post(f"{served.api_root}{path}", json=body, headers=headers, timeout=PATIENCE)
    assert answer.json()["state"] == "pendingValidation"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "[accessRules]"),
        (b"{", "invalid JSON"),
        (b"[]", "no object"),
        (b'{"accessRules": [{"method": "get", "path": "/me"}]}', "[accessRules]"),
        (b'{"accessRules": [], "allowedIPs": ["x"]}', "[allowedIPs]"),
        (b'{"accessRules": [], "allowedIPs": "192.0.2.1"}', "[allowedIPs]"),
    ],
)
def test_a_400_names_the_field(served: Running, demo: DemoWorld, body: bytes, message: str) -> None:
    headers = {"X-Ovh-Application": demo.keys[0].application_key}
    url = f"{served.api_root}/auth/credential"
    answer = requests.post(url, data=body, headers=headers, timeout=PATIENCE)
    assert answer.status_code == 400
    assert message in answer.json()["message"]


def test_a_request_without_application_key_is_401(served: Running) -> None:
    answer = requests.post(f"{served.api_root}/auth/credential", json={}, timeout=PATIENCE)
    assert answer.status_code == 401
    assert answer.json()["message"].startswith("You must send your application key")


def test_the_state_survives_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo, state = build_world(), tmp_path / "sandbox.json"
    key = demo.management(NIC_A)
    names = (key.application_key, key.application_secret)
    with server.start(demo.world, state=state) as first:
        monkeypatch.setitem(ovh.client.ENDPOINTS, "first", first.api_root)
        key_request = ovh.Client("first", *names).request_consumerkey(
            [{"method": "GET", "path": "/me"}]
        )
        Person(first.url, NIC_A).answer(key_request["validationUrl"], "accept")
    with server.start(storage.load(state), state=state) as second:
        monkeypatch.setitem(ovh.client.ENDPOINTS, "second", second.api_root)
        client = ovh.Client("second", *names, key_request["consumerKey"])
        assert client.get("/me")["nichandle"] == NIC_A


def test_the_state_file_is_private_and_written_on_change_only(tmp_path: Path) -> None:
    state = tmp_path / "deep" / "sandbox.json"
    with server.start(build_world().world, state=state) as running:
        requests.get(f"{running.api_root}/auth/time", timeout=PATIENCE)
        assert stat.S_IMODE(state.stat().st_mode) == 0o600
        modified_at = state.stat().st_mtime_ns
        requests.get(f"{running.api_root}/auth/time", timeout=PATIENCE)
        assert state.stat().st_mtime_ns == modified_at
    assert [file.name for file in state.parent.iterdir()] == ["sandbox.json"]


def test_a_file_in_another_format_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"format": 0}')
    with pytest.raises(ValueError, match=r"other\.json is damaged, or no state file"):
        storage.load(other)


def test_a_stopped_sandbox_refuses_connections(demo: DemoWorld) -> None:
    running = server.start(demo.world)
    session = requests.Session()
    assert session.get(f"{running.api_root}/auth/time", timeout=PATIENCE).ok
    running.stop()
    with pytest.raises(requests.exceptions.ConnectionError):
        session.get(f"{running.api_root}/auth/time", timeout=PATIENCE)


def test_the_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    code = (
        "import django; from django.conf import settings; "
        "settings.configure(INSTALLED_APPS=['sandbox']); django.setup(); "
        "from django.core.management import call_command; "
        f"call_command('sandbox', '--port', '0', '--state', {str(state)!r}, '--empty', "
        "'--latency-ms', '5', '--fault', 'status=503 path=/me', '--quirk', 'error_shape=old')"
    )
    command = [sys.executable, "-c", code]
    root = Path(server.__file__).parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout
        output = process.stdout.readline()
        api_root = output.split()[3].rstrip(",")
        answer = requests.get(f"{api_root}/me", timeout=PATIENCE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    assert (answer.status_code, "httpCode" in answer.json()) == (503, True)
    assert len(storage.load(state).accounts) == 3


def test_the_command_writes_the_rules_that_a_tool_needs(tmp_path: Path) -> None:
    learned = tmp_path / "rules.txt"
    code = (
        "import django; from django.conf import settings; "
        "settings.configure(INSTALLED_APPS=['sandbox']); django.setup(); "
        "from django.core.management import call_command; "
        f"call_command('sandbox', '--port', '0', '--learn', {str(learned)!r})"
    )
    command = [sys.executable, "-c", code]
    root = Path(server.__file__).parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout
        url = process.stdout.readline().split()[-1].removesuffix("/")
        client = _tool(url)
        assert client.get("/domain/zone/example.com/record/" + str(_first_record(client)))
        with pytest.raises(ovh.exceptions.ResourceNotFoundError):
            client.get("/domain/zone/absent.example")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
        output = process.stdout.read()
    assert learned.read_text() in output
    assert learned.read_text().splitlines()[:3] == [
        "# 2 calls, 2 rules",
        "GET /domain/zone/example.com/record",
        "GET /domain/zone/example.com/record/*",
    ]
    assert learned.read_text().endswith("# GET /domain/zone/absent.example\n")


def _tool(url: str) -> ovh.Client:
    """A client with a key that may read everything."""
    form = {"name": "tool", "description": "reads", "method": "GET", "path": "/*"}
    customer = Person(url, NIC_A)
    page = customer.post(f"{url}/createToken/", data=form | {"validity": "86400", "do": "create"})
    names = ("application-key", "application-secret", "consumer-key")
    client = ovh.Client("ovh-eu", *(shown(page, name) for name in names))
    client._endpoint = f"{url}/1.0"
    return client


def _first_record(client: ovh.Client) -> int:
    return int(client.get("/domain/zone/example.com/record")[0])


def test_the_help_of_the_command_lists_every_fault_and_quirk(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        call_command("sandbox", "--help")
    output = capsys.readouterr().out
    names = [*FaultKind, *asdict(Quirks())]
    assert [name for name in names if f"\n{name} " not in output] == []
