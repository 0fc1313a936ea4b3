"""A client's socket, and what has arrived on it and was not taken from it yet: waiting for a client
is the main loop's, never a thread's."""

from __future__ import annotations

import errno
import re
import select
import socket
import struct
import time
from contextlib import suppress
from typing import Any, Final, Protocol

from django.conf import settings
from gunicorn import util
from gunicorn.workers.gthread import TConn

from dashboard.networks import network_of

#: Seconds that a request may take to arrive, and that an answer may wait for its reader in all,
#: or each piece of ``MOST_KEPT`` bytes of a longer one.
DEADLINE: Final = 15
#: Bytes of a request line and headers.
LONGEST_HEAD: Final = 64 * 1024
#: Bytes of an answer that wait for their reader; what makes more of it waits as well.
MOST_KEPT: Final = 1024 * 1024

_AT_ONCE: Final = 64 * 1024
_HEAD_END: Final = b"\r\n\r\n"
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*([0-9]+)[ \t]*\r?$")
_DIGITS: Final = 12  # of a length that is worth reading
_CHUNKED = re.compile(rb"(?im)^transfer-encoding[ \t]*:")
_EXPECTS = re.compile(rb"(?im)^expect:[ \t]*100-continue")
_RESET = struct.pack("ii", 1, 0)


class ClientSocket(socket.socket):
    """A socket that keeps what its client does not take at once, for the main loop to send.

    Whoever writes to it waits in one case: an answer longer than ``MOST_KEPT``, which is written
    as it is made. The client has ``patience`` seconds for each such piece, in all.
    """

    def __init__(self, accepted: socket.socket) -> None:
        super().__init__(fileno=accepted.detach())
        self.begin(DEADLINE)
        self._kept = bytearray()

    def begin(self, patience: float) -> None:
        """The next answer is a new one."""
        self.patience = self._for_each_piece = patience
        self._sent = 0

    def flush(self) -> bool:
        """Send what the client takes now; whether that was all. ``OSError``: nobody is there."""
        with suppress(BlockingIOError):
            while self._kept:
                with memoryview(self._kept) as view:
                    sent = super().send(view[:_AT_ONCE], socket.MSG_DONTWAIT)
                del self._kept[:sent]
                self._note(sent)
        return not self._kept

    def take(self) -> bytes:
        """What has arrived. ``BlockingIOError``: nothing yet; empty: nothing will."""
        return super().recv(_AT_ONCE, socket.MSG_DONTWAIT)

    def recv(self, bufsize: int, flags: int = 0) -> bytes:
        """For a thread, which has got all that it may read: it waits for no more."""
        try:
            return super().recv(bufsize, flags | socket.MSG_DONTWAIT)
        except BlockingIOError:
            raise ConnectionResetError(errno.ECONNRESET, "The rest did not arrive.") from None

    def sendall(self, data: Any, flags: int = 0) -> None:
        self._kept += data
        while not self.flush() and len(self._kept) > MOST_KEPT:
            self._wait()

    def send(self, data: Any, flags: int = 0) -> int:
        self.sendall(data)
        return len(data)

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """As ``socket.sendfile``, which waits for its reader for ever."""
        file.seek(offset)
        return self.send(file.read(-1 if count is None else count))

    def reset(self) -> None:
        """Close, and forget what was to be sent, as the client's machine has to."""
        with suppress(OSError):
            self.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        util.close(self)

    def _note(self, sent: int) -> None:
        self._sent += sent
        if self._sent >= MOST_KEPT:
            self.begin(self._for_each_piece)

    def _wait(self) -> None:
        began = time.monotonic()
        poll = select.poll()
        poll.register(self, select.POLLOUT)
        poll.poll(1000 * self.patience)
        self.patience -= time.monotonic() - began
        if self.patience <= 0:
            raise BrokenPipeError(errno.EPIPE, "The client does not read its answer.")


class ConnectionLoop(Protocol):
    """What waits for what clients send and read: the main loop of the worker."""

    def linger(self, conn: Connection) -> None:
        """Read away what the client still sends, then end the connection."""

    def left(self, conn: Connection) -> None:
        """The connection has ended."""


class Connection(TConn):
    """A connection, and what has arrived of its next request. ``network`` is who is there, as one
    address counts, and empty where a socket of this machine has no address."""

    def __init__(
        self, loop: ConnectionLoop, cfg: Any, accepted: socket.socket, *names: Any
    ) -> None:
        super().__init__(cfg, ClientSocket(accepted), *names)
        self.network = network_of(self.client[0]) if self.client else ""
        self.deadline = 0.0
        self.is_whole = False
        self._loop = loop
        self._arrived = bytearray()
        self._needed: int | None = None

    def begin(self, patience: float) -> None:
        """Wait for the next request; what was read past the last one belongs to it. It, and then
        its answer, may take ``patience`` seconds on the way."""
        self.deadline = time.monotonic() + patience
        self.sock.begin(patience)
        self.is_whole = False
        self._arrived = bytearray(self.parser.unreader.take_buffered() if self.parser else b"")
        self._needed = None
        self.sock.setblocking(False)

    def gather(self) -> bool:
        """Read what is there; whether a thread can go on without waiting for the client."""
        while not self._is_enough():
            try:
                piece = self.sock.take()
            except BlockingIOError:
                return False
            if not piece:
                return True
            self._arrived += piece
        return True

    @property
    def is_overlong(self) -> bool:
        """Whether the headers do not end where headers have to."""
        return self._needed is None and len(self._arrived) > LONGEST_HEAD

    def hand_over(self) -> None:
        """Give what was read to gunicorn's parser, as if it had read it."""
        self.data_ready = True
        self.init()
        self.parser.unreader.unread(bytes(self._arrived))
        self._arrived = bytearray()

    def close(self, graceful: Any = False) -> None:
        """Close, never waiting: after an unread body the main loop reads the rest of it away."""
        if graceful and not self.is_whole:
            self._loop.linger(self)
        else:
            util.close(self.sock)
            self._loop.left(self)

    def reset(self) -> None:
        """Close at once, whatever was to be sent."""
        self.sock.reset()
        self._loop.left(self)

    def _is_enough(self) -> bool:
        if self._needed is None:
            end = self._arrived.find(_HEAD_END)
            if end < 0:
                return self.is_overlong
            self._measure(bytes(self._arrived[: end + len(_HEAD_END)]))
        return len(self._arrived) >= (self._needed or 0)

    def _measure(self, head: bytes) -> None:
        """How much of the request is needed: all of it, or its head when Keydesk refuses it."""
        length = _LENGTH.search(head)
        body = int(length[1][-_DIGITS:]) if length else 0
        is_long = body > settings.DATA_UPLOAD_MAX_MEMORY_SIZE or bool(
            length and length[1][:-_DIGITS]
        )
        self.is_whole = not is_long and not _CHUNKED.search(head)
        self._needed = len(head) + (body if self.is_whole else 0)
        if self._needed > len(self._arrived) and _EXPECTS.search(head):
            self.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
