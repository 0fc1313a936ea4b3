"""Served by gunicorn: slow clients hold no thread, and headers of strangers move no address."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from dashboard.serving import MOST_OF_ONE
from tests import scratch
from tests.served import Served, read_all, serve, until

pytestmark = pytest.mark.slow

_HOST = b"Host: keydesk.example.com\r\n"
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
_NOWHERE = (
    b"GET /nowhere/ HTTP/1.1\r\n" + _HOST + b"X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
)
_GET = b"GET /healthz HTTP/1.1\r\n" + _HOST
_LAST = _GET + b"Connection: close\r\n\r\n"
_POST = b"POST /sign-in/ HTTP/1.1\r\n" + _HOST + _FORM
_MOST = 20
_IMPATIENT = (
    *("--worker-class", "tests.impatient_worker.ImpatientWorker"),
    *("--worker-connections", str(_MOST)),
)
_PARTS = _POST.replace(_FORM, b"Content-Type: multipart/form-data; boundary=b\r\n")
_SLOW = {
    "half a line": b"GET / HT",
    "half of the headers": _GET,
    "half a body": _POST + b"Content-Length: 99\r\n\r\nlog",
    "no end of chunks": _POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nlogin",
    "much too long": _POST + b"Content-Length: 260000000\r\n\r\nlogin",
    "a length of many digits": _POST + b"Content-Length: 0000000000099\r\n\r\nlogin",
    "more digits": _POST + b"Content-Length: 9999999999999\r\n\r\nlogin",
    "much too long in parts": _PARTS + b"Content-Length: 260000000\r\n\r\n--b\r\n",
    "an answer nobody waits for": _LAST,
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    place = scratch.empty(folder, keys="ab" * 32)
    with serve(place, TRUSTED_PROXIES="1") as running:
        yield running


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With no proxy before it, and a log of accesses."""
    place = scratch.empty(tmp_path_factory.mktemp("direct"), keys="ab" * 32)
    with serve(place, "--access-logfile", "-") as running:
        yield running


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """It gives slow clients up at once, and has few connections."""
    place = scratch.empty(tmp_path_factory.mktemp("impatient"), keys="ab" * 32)
    with serve(place, *_IMPATIENT, TRUSTED_PROXIES="1") as running:
        yield running


def test_the_token_of_a_link_is_not_in_the_log_of_accesses(direct: Served) -> None:
    """Nor is a query, nor the page that led here."""
    token = "a0token0of0a0link"
    referer = f"https://keydesk.example.com/consent/{token}/"
    direct.ask(f"/handover/{token}/?code={token}", Host="keydesk.example.com", Referer=referer)
    until(lambda: any("GET /handover/[hidden]" in line for line in direct.lines))
    assert not [line for line in direct.lines if token in line]


@pytest.mark.parametrize("what", _SLOW)
def test_sixteen_slow_clients_keep_nobody_waiting(served: Served, what: str) -> None:
    """No more than their own sockets: there are eight threads, and two seconds are asked for."""
    with ExitStack() as clients:
        for _ in range(16):
            client = clients.enter_context(served.connect())
            client.sendall(_SLOW[what])
        line = clients.enter_context(served.connect())
        line.settimeout(2)
        line.sendall(_LAST)
        assert read_all(line).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("path", ["/static/vendor/lucide.svg", "/sign-in/"])
def test_clients_that_read_nothing_keep_nobody_waiting(served: Served, path: str) -> None:
    """More of them than threads, each with requests enough to fill what the system keeps."""
    with ExitStack() as clients:
        for _ in range(9):
            _ask_and_read_nothing(clients.enter_context(served.unread()), path)
        for _ in range(40):
            assert served.health()[0] == 200
    assert "Traceback" not in "".join(served.lines)


def test_an_answer_that_nobody_reads_and_a_request_that_does_not_come_are_given_up(
    impatient: Served,
) -> None:
    with impatient.unread() as unread, impatient.connect() as unsent:
        unsent.sendall(_GET)
        _ask_and_read_nothing(unread, "/static/vendor/lucide.svg")
        assert read_all(unsent).startswith(b"HTTP/1.1 408 ")
        until(lambda: _is_reset(unread))
    assert "Traceback" not in "".join(impatient.lines)


def test_connections_whose_answer_is_sent_are_counted_until_they_end(impatient: Served) -> None:
    """Each of these stays open for two seconds, for what its client may still send."""
    before = _sockets_of_the_worker(impatient)
    with ExitStack() as clients:
        lines = [clients.enter_context(impatient.connect()) for _ in range(_MOST + 10)]
        for line in lines:
            line.sendall(_NO_REQUESTS[b"431 "])
        seen = []
        for line in lines:
            assert line.recv(12) == b"HTTP/1.1 431"
            seen.append(_sockets_of_the_worker(impatient))
    assert max(seen) <= before + _MOST


def test_one_address_has_no_more_connections_than_one_may(direct: Served) -> None:
    with ExitStack() as clients:
        for _ in range(MOST_OF_ONE):
            clients.enter_context(direct.connect())
        until(lambda: _is_refused(direct))
    until(lambda: not _is_refused(direct))


def test_a_request_in_small_pieces_is_answered(served: Served) -> None:
    body = b"theme=dark&next=/sign-in/"
    head = b"POST /theme/ HTTP/1.1\r\n%b%bContent-Length: %d\r\nConnection: close\r\n\r\n"
    with served.connect() as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in head % (_HOST, _FORM, len(body)) + body:
            line.sendall(bytes([byte]))
        assert read_all(line).startswith(b"HTTP/1.1 ")


def test_requests_on_one_connection_are_answered_in_turn(served: Served) -> None:
    assert served.send((_GET + b"\r\n") * 2 + _LAST).count(b'{"status": "ok"}') == 3


def test_a_client_that_waits_to_be_asked_for_its_body_is_asked(served: Served) -> None:
    head = b"POST /theme/ HTTP/1.1\r\n" + _HOST + _FORM
    head += b"Content-Length: 10\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    with served.connect() as line:
        line.sendall(head)
        assert line.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b"theme=dark")
        assert b"HTTP/1.1 " in read_all(line)


def test_a_body_that_is_too_long_is_refused_with_a_page(served: Served) -> None:
    head = b"POST /sign-in/ HTTP/1.1\r\n" + _HOST + _FORM + b"X-Forwarded-Proto: https\r\n"
    told = served.send(head + b"Content-Length: 260000000\r\n\r\n" + b"x" * 100_000)
    assert told.startswith(b"HTTP/1.1 413 ")
    assert b"more than a form takes" in told


def test_headers_without_an_end_are_refused(served: Served) -> None:
    told = served.send(b"GET /healthz HTTP/1.1\r\n" + _HOST + b"X-Pad: " + b"x" * 70_000)
    assert told.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO"])
def test_no_header_moves_an_address(served: Served, name: str) -> None:
    told = served.send(
        b"GET /sign-in/ HTTP/1.1\r\n"
        + _HOST
        + f"{name}: /sign-in\r\n".encode()
        + b"Connection: close\r\n\r\n"
    )
    assert b"Location: https://keydesk.example.com/sign-in/\r\n" in told


def test_the_scheme_is_taken_from_no_header_where_no_proxy_is_trusted(direct: Served) -> None:
    answer, _ = direct.ask("/sign-in/", Host="keydesk.example.com", X_Forwarded_Proto="https")
    assert answer.status == 301


def test_a_host_of_eight_thousand_bytes_is_refused_with_one_short_line(served: Served) -> None:
    said = len(served.lines)
    answer, page = served.ask("/sign-in/", Host="h" * 8000)
    assert answer.status == 400
    assert b"made no sense" in page
    told = served.until("/nowhere/", lambda: served.send(_NOWHERE), after=said)
    assert len(told) == 1
    assert "DisallowedHost" in told[0]
    assert len(told[0]) < 2200


def test_keydesk_is_served_below_a_path_of_a_host(tmp_path: Path) -> None:
    """The proxy takes the path off; pages, their files and redirects have it."""
    below = {"PUBLIC_URL": "https://keydesk.example.com/keydesk", "TRUSTED_PROXIES": "1"}
    asked = {"Host": "keydesk.example.com", "X_Forwarded_Proto": "https"}
    with serve(scratch.empty(tmp_path, keys="ab" * 32), **below) as served:
        health, _ = served.ask("/healthz", Host="keydesk.example.com")
        led, _ = served.ask("/vault/", headers=asked)
        shown, page = served.ask("/sign-in/", headers=asked)
        text = page.decode()
        files = re.findall(r'(?:href|src)="/keydesk(/static/[^"#]+)', text)
        loaded = [served.ask(file, headers=asked)[0].status for file in files]
    assert (health.status, shown.status) == (200, 200)
    assert led.getheader("Location") == "/keydesk/sign-in/?next=/keydesk/vault/"
    assert len(files) > 5
    assert set(loaded) == {200}
    own = re.findall(r'(?:href|src|action|hx-get|hx-post)="(/[^"]*)"', text)
    assert [address for address in own if not address.startswith("/keydesk/")] == []


def _ask_and_read_nothing(line: socket.socket, path: str) -> None:
    asked = f"GET {path} HTTP/1.1\r\n".encode() + _HOST + b"X-Forwarded-Proto: https\r\n\r\n"
    line.sendall(asked * 400)


def _sockets_of_the_worker(served: Served) -> int:
    arbiter = served.process.pid
    (worker,) = Path(f"/proc/{arbiter}/task/{arbiter}/children").read_text().split()
    links = []
    for file in Path(f"/proc/{worker}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            links.append(str(file.readlink()))
    return sum(link.startswith("socket:") for link in links)


def _is_refused(served: Served) -> bool:
    try:
        return not served.send(_LAST)
    except OSError:
        return True


def _is_reset(line: socket.socket) -> bool:
    """Whether the server has forgotten the connection, and what was to be sent by it."""
    try:
        line.sendall(b"\r\n")
    except OSError:
        return True
    return False


_NO_REQUESTS = {
    b"400 ": b"<script>\r\n\r\n",
    b"400": b"GET / HTTP/1.1\r\nHost: a\r\nBad Header: <b>\r\n\r\n",
    b"414": b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + _HOST + b"\r\n",
    b"431": _GET + b"X-Long: " + b"a" * 9_000 + b"\r\n\r\n",
    b"431 ": _GET + b"X-Longer: " + b"a" * 70_000,
    b"501": _POST + b"Transfer-Encoding: other\r\n\r\n",
}


@pytest.mark.parametrize("status", _NO_REQUESTS)
def test_what_is_no_request_is_answered_with_the_headers_of_every_page(
    served: Served, status: bytes
) -> None:
    head, _, body = served.send(_NO_REQUESTS[status]).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status.strip())
    assert b"<" not in body
    of_a_page = served.send(_NOWHERE).partition(b"\r\n\r\n")[0]
    names = {line.partition(b":")[0].lower() for line in head.splitlines()[1:]}
    wanted = {line.partition(b":")[0].lower() for line in of_a_page.splitlines()[1:]}
    assert wanted - names <= {b"server", b"date", b"vary", b"content-language", b"set-cookie"}
