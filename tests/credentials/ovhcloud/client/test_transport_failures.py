"""What a network can do to an answer: each loss has its sentence, and no call hangs."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import replace
from itertools import repeat

import pytest

from credentials.core import ApiError, TimedOut, Unreachable, Unreadable
from credentials.ovhcloud import Limits
from credentials.ovhcloud.endpoints import parse_extra_endpoints
from tests.credentials.ovhcloud.client.conftest import BRISK, IMPATIENT, ClientMaker, client_of
from tests.credentials.ovhcloud.client.scripted import Act, Scripted, http

ONCE = replace(IMPATIENT, attempts=1)


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _silence(connection: socket.socket) -> None:
    connection.recv(1)


def _send(*pieces: bytes, pause: float = 0.0) -> Act:
    def act(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return act


def _for_ever(start: bytes, piece: bytes) -> Act:
    """``piece`` again and again: each is in time, the whole never is."""

    def act(connection: socket.socket) -> None:
        connection.sendall(start)
        for part in repeat(piece):
            connection.sendall(part)
            time.sleep(0.02)

    return act


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LOSSES = [
    pytest.param(_reset, Unreachable, "connection broke before", id="reset at once"),
    pytest.param(_send(), Unreachable, "connection broke before", id="closed without a byte"),
    pytest.param(_silence, TimedOut, "did not answer GET /me", id="silence"),
    pytest.param(_send(HEAD, b"[1"), Unreadable, "was cut short", id="cut short"),
    pytest.param(_send(CHUNKED, b"5\r\n[1"), Unreadable, "was cut short", id="cut in a chunk"),
    pytest.param(_send(CHUNKED, b"zz\r\n"), Unreadable, "was cut short", id="no chunk length"),
    pytest.param(_send(b"SSH-2.0-x\r\n"), Unreadable, "is not HTTP", id="another protocol"),
    pytest.param(_send(b"HTTP/1.1 2x0 OK\r\n\r\n"), Unreadable, "is not HTTP", id="no status"),
    pytest.param(
        http(200, b"x", {"Content-Encoding": "gzip"}), Unreadable, "compressed", id="compressed"
    ),
]


@pytest.mark.parametrize(("act", "kind", "part"), LOSSES)
def test_each_transport_failure_has_its_class_and_sentence(
    ask: ClientMaker, scripted: Scripted, act: Act | bytes, kind: type[ApiError], part: str
) -> None:
    scripted.answers = [act]
    with pytest.raises(ApiError) as caught:
        ask(ONCE).credential(5)
    assert type(caught.value) is kind
    assert part in str(caught.value)
    assert caught.value.next_step


DRIPS = [
    pytest.param(b"HTTP/1.1 200", b" ", id="in the status line"),
    pytest.param(b"HTTP/1.1 200 OK\r\nX-A: ", b"a", id="in a header"),
    pytest.param(b"", b"HTTP/1.1 100 Continue\r\n\r\n", id="in endless interim answers"),
    pytest.param(HEAD, b" ", id="in the body"),
    pytest.param(CHUNKED, b"1\r\n \r\n", id="in chunks"),
    pytest.param(CHUNKED + b"0", b"0", id="in a chunk's length"),
]


@pytest.mark.parametrize(("start", "piece"), DRIPS)
def test_an_answer_sent_byte_by_byte_ends_at_the_deadline(
    ask: ClientMaker, scripted: Scripted, start: bytes, piece: bytes
) -> None:
    scripted.answers = [_for_ever(start, piece)]
    with pytest.raises(TimedOut, match=r"did not answer GET /auth/details within 0\.6 seconds"):
        ask(replace(BRISK, deadline=0.6)).details()


def test_a_body_beyond_the_limit_is_not_read(ask: ClientMaker, scripted: Scripted) -> None:
    scripted.answers = [http(200, b'["' + b"x" * 3_000_000 + b'"]')]
    with pytest.raises(Unreadable, match="larger than 1 MiB") as raised:
        ask(replace(ONCE, max_body=2**20)).credential(5)
    assert "ask for less" in str(raised.value.next_step)


def test_nobody_listening_is_said_with_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    endpoint = parse_extra_endpoints(f"nobody=http://127.0.0.1:{port}/1.0")["nobody"]
    with pytest.raises(Unreachable, match=rf"no connection to 127\.0\.0\.1:{port}"):
        client_of(endpoint).details()


def test_a_name_nobody_knows_is_unreachable() -> None:
    endpoint = parse_extra_endpoints("nobody=https://nobody.invalid/1.0")["nobody"]
    with pytest.raises(Unreachable, match=r"no connection to nobody\.invalid"):
        client_of(endpoint, limits=replace(BRISK, attempts=1)).details()


def test_a_write_that_got_no_answer_says_to_look_first(
    ask: ClientMaker, scripted: Scripted
) -> None:
    scripted.answers = [_silence]
    with pytest.raises(TimedOut) as caught:
        ask(IMPATIENT).request_credential([])
    assert caught.value.is_outcome_unknown
    assert "may have been done" in str(caught.value.next_step)
    assert len(scripted.sent) == 1


def test_a_write_that_was_never_sent_says_so() -> None:
    endpoint = parse_extra_endpoints("nobody=http://127.0.0.1:1/1.0")["nobody"]
    with pytest.raises(Unreachable) as caught:
        client_of(endpoint).logout()
    assert not caught.value.is_outcome_unknown
    assert "Nothing was sent" in str(caught.value.next_step)


def test_a_call_without_a_free_connection_ends_at_the_deadline(
    ask: ClientMaker, scripted: Scripted
) -> None:
    client = ask(Limits(rate=0, workers=1, read_timeout=5, deadline=0.2, attempts=1))
    with client._session._wire._slots, pytest.raises(TimedOut, match="Too many calls"):
        client.details()
    assert scripted.sent == []
