"""Sockets that keep to a deadline.

A socket's own timeout starts anew with every byte, so a server that sends one byte at a time can
hold a call for ever: in the status line, in the headers, in the body. Here each wait for bytes is
cut to what is left of the call's time.
"""

from __future__ import annotations

import http.client
import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_now = threading.local()


@contextmanager
def socket_deadline(until: float) -> Iterator[None]:
    """Answers that begin in this block must end by ``until`` (monotonic), in this thread."""
    _now.until = until
    try:
        yield
    finally:
        del _now.until


class DeadlineAdapter(HTTPAdapter):
    """An adapter whose connections, of both schemes, keep to the ``deadline`` around them."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class _DeadlineBytes(io.RawIOBase):
    """The bytes of a socket, until the deadline."""

    def __init__(self, sock: socket.socket, raw: io.RawIOBase) -> None:
        self._socket, self._raw = sock, raw
        self._patience = sock.gettimeout()
        self._until: float = getattr(_now, "until", float("inf"))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        remaining = self._until - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("the call's time is over")
        self._socket.settimeout(
            remaining if self._patience is None else min(self._patience, remaining)
        )
        return cast("int", self._raw.readinto(buffer))

    def close(self) -> None:
        self._raw.close()
        super().close()


class _DeadlineResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_DeadlineBytes(sock, raw))

    def begin(self) -> None:
        super().begin()
        # urllib3 would log what it cannot parse, word for word; the text of an answer may hold
        # anything.
        self.msg.defects = []
        self.msg.set_payload("")


class _Connection(HTTPConnection):
    response_class = _DeadlineResponse


class _SecureConnection(HTTPSConnection):
    response_class = _DeadlineResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
