"""A client's socket keeps what the client does not take, for a while."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from dashboard.connections import MOST_KEPT, ClientSocket
from tests.served import read_all

LONG = bytes(range(256)) * (5 * MOST_KEPT // 256)


@pytest.fixture
def ends() -> Iterator[tuple[ClientSocket, socket.socket]]:
    """Keydesk's end of a connection, and the client's."""
    ours, theirs = socket.socketpair()
    with closing(ClientSocket(ours)) as here, closing(theirs):
        yield here, theirs


def test_an_answer_is_kept_and_nobody_waits(ends: tuple[ClientSocket, socket.socket]) -> None:
    here, theirs = ends
    here.sendall(LONG[:MOST_KEPT])
    assert not here.flush()
    got = b""
    while len(got) < MOST_KEPT:
        got += theirs.recv(65536)
        here.flush()
    assert got == LONG[:MOST_KEPT]
    assert here.flush()


def test_a_longer_answer_is_sent_as_it_is_read(ends: tuple[ClientSocket, socket.socket]) -> None:
    here, theirs = ends
    with ThreadPoolExecutor(1) as reader:
        got = reader.submit(read_all, theirs)
        here.sendall(LONG)
        while not here.flush():
            pass
        here.close()
        assert got.result() == LONG


def test_a_longer_answer_that_nobody_reads_is_given_up(
    ends: tuple[ClientSocket, socket.socket],
) -> None:
    here, _ = ends
    here.begin(0.1)
    with pytest.raises(BrokenPipeError):
        here.sendall(LONG)


def test_each_piece_that_is_read_has_time_of_its_own(
    ends: tuple[ClientSocket, socket.socket],
) -> None:
    here, theirs = ends
    here.begin(60)
    here.patience = 0.1
    here.sendall(LONG[:MOST_KEPT])
    while not here.flush():
        theirs.recv(65536)
    assert here.patience == 60


def test_a_thread_waits_for_no_more_than_has_arrived(
    ends: tuple[ClientSocket, socket.socket],
) -> None:
    here, theirs = ends
    theirs.sendall(b"half")
    assert here.recv(8) == b"half"
    with pytest.raises(ConnectionResetError):
        here.recv(8)
