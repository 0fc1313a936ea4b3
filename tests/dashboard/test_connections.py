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
    with closing(ClientSocket(ours)) as near, closing(theirs):
        yield near, theirs


def test_an_answer_is_kept_and_nobody_waits(ends: tuple[ClientSocket, socket.socket]) -> None:
    near, theirs = ends
    near.sendall(LONG[:MOST_KEPT])
    assert not near.flush()
    got = b""
    while len(got) < MOST_KEPT:
        got += theirs.recv(65536)
        near.flush()
    assert got == LONG[:MOST_KEPT]
    assert near.flush()


def test_a_longer_answer_is_sent_as_it_is_read(ends: tuple[ClientSocket, socket.socket]) -> None:
    near, theirs = ends
    with ThreadPoolExecutor(1) as reader:
        got = reader.submit(read_all, theirs)
        near.sendall(LONG)
        while not near.flush():
            pass
        near.close()
        assert got.result() == LONG


def test_a_longer_answer_that_nobody_reads_is_given_up(
    ends: tuple[ClientSocket, socket.socket],
) -> None:
    near, _ = ends
    near.begin(0.1)
    with pytest.raises(BrokenPipeError):
        near.sendall(LONG)


def test_each_piece_that_is_read_has_time_of_its_own(
    ends: tuple[ClientSocket, socket.socket],
) -> None:
    near, theirs = ends
    near.begin(60)
    near.patience = 0.1
    near.sendall(LONG[:MOST_KEPT])
    while not near.flush():
        theirs.recv(65536)
    assert near.patience == 60


def test_a_thread_waits_for_no_more_than_has_arrived(
    ends: tuple[ClientSocket, socket.socket],
) -> None:
    near, theirs = ends
    theirs.sendall(b"half")
    assert near.recv(8) == b"half"
    with pytest.raises(ConnectionResetError):
        near.recv(8)
