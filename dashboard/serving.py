"""How gunicorn takes requests in and sends answers: no thread waits for a client that is slow.

A request is gathered by the main loop, which waits for many sockets at once, and goes to a thread
when all of it is there. What a client does not take at once of its answer is sent by the main loop
as well. Either is given up after ``DEADLINE`` seconds. A body that is longer than Keydesk takes is
not gathered: its request is answered at once, then closed.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, ClassVar, Final

from django.conf import settings
from gunicorn import glogging, util
from gunicorn.workers.gthread import ThreadWorker

from credentials.core import scrub
from dashboard.connections import DEADLINE, Connection

#: Connections of one address, where no proxy stands before Keydesk.
MOST_OF_ONE: Final = 64

_LINGER: Final = 2.0

#: What dashboard.middleware and Django's put on pages, for answers that they never see.
_OF_EVERY_ANSWER: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def write_error(sock: socket.socket, status: int, reason: str, _said: str) -> None:
    """gunicorn's own answer to what is no request: with the headers that every page has, and
    without the words of the request that gunicorn repeats."""
    body = f"{reason}\n"
    headers = {
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        "Permissions-Policy": settings.PERMISSIONS_POLICY,
        **_OF_EVERY_ANSWER,
    }
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {headers[name]}" for name in headers)]
    util.write_nonblock(sock, "\r\n".join([*lines, "", body]).encode("latin1"))


class AccessLogger(glogging.Logger):
    """gunicorn's log of accesses, where it is told to write one: no token of a link is in it, no
    query, and not the page that led here, which may be that of a link."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(*args, **kwargs)
        path = scrub(str(atoms["U"]))
        request = f"{atoms['m']} {path} {atoms['H']}"
        return {**atoms, "U": path, "q": "", "f": "-", "r": request}


class BufferingWorker(ThreadWorker):
    """gunicorn's worker with threads, fed with requests that have arrived, and freed from answers
    that were not read yet."""

    patience: ClassVar[float] = DEADLINE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._open: set[Connection] = set()
        self._arriving: dict[Connection, None] = {}
        self._answered: dict[Connection, Future[bool]] = {}
        self._leaving: dict[Connection, None] = {}
        util.write_error = write_error  # called by gunicorn by that name alone

    def accept(self, listener: socket.socket) -> None:
        """Take a connection in, unless its address has as many as one may have."""
        if len(self._open) >= self.worker_connections:
            self.set_accept_enabled(False)
            return
        try:
            client, address = listener.accept()
        except OSError:
            return
        conn = Connection(self, self.cfg, client, address, listener.getsockname())
        if self._has_enough(conn.network):
            conn.reset()
            return
        self.nr_conns += 1
        self._open.add(conn)
        self.enqueue_req(conn)

    def set_accept_enabled(self, enabled: Any) -> None:
        """gunicorn does not count connections whose request is done; they are sockets as well."""
        super().set_accept_enabled(enabled and len(self._open) < self.worker_connections)

    def enqueue_req(self, conn: Connection) -> None:
        """Gather the next request of a connection; a thread gets it when it is there."""
        conn.begin(self.patience)
        self._arriving[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, lambda _sock: self._gather(conn))
        self._gather(conn)

    def finish_request(self, conn: Connection, fs: Future[bool]) -> None:
        """Once a thread is done with a request: send what the client did not take yet."""
        conn.deadline = time.monotonic() + conn.sock.patience
        self._finish(conn, fs)

    def linger(self, conn: Connection) -> None:
        """Read away, for two seconds, what a client still sends: its answer would be cut off."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            conn.reset()
            return
        conn.deadline = time.monotonic() + _LINGER
        self._leaving[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, lambda _sock: self._read_away(conn))

    def left(self, conn: Connection) -> None:
        self._open.discard(conn)

    def murder_pending(self) -> None:
        """Close, each second, the connections whose request or answer is late."""
        super().murder_pending()
        for conn in _overdue(self._arriving):
            self._refuse(conn, 408, "Request Timeout")
        for conn in _overdue(self._answered):
            del self._answered[conn]
            self.poller.unregister(conn.sock)
            self._give_up(conn)
        for conn in _overdue(self._leaving):
            self._leave(conn)

    def _has_enough(self, network: str) -> bool:
        if settings.ALLAUTH_TRUSTED_PROXY_COUNT or not network:
            return False  # all come from the proxy
        return sum(conn.network == network for conn in self._open) >= MOST_OF_ONE

    def _gather(self, conn: Connection) -> None:
        try:
            is_ready = conn.gather()
        except OSError:
            self._drop(conn)
            self._give_up(conn)
            return
        if not is_ready:
            return
        if conn.is_overlong:
            self._refuse(conn, 431, "Request Header Fields Too Large")
            return
        self._drop(conn)
        conn.hand_over()
        super().enqueue_req(conn)

    def _finish(self, conn: Connection, fs: Future[bool]) -> None:
        try:
            is_sent = conn.sock.flush()
        except OSError:
            self._give_up(conn)
            return
        if is_sent:
            super().finish_request(conn, fs)
            return
        self._answered[conn] = fs
        self.poller.register(conn.sock, selectors.EVENT_WRITE, lambda _sock: self._send(conn))

    def _send(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        self._finish(conn, self._answered.pop(conn))

    def _give_up(self, conn: Connection) -> None:
        """The client does not send, or read, the rest in time."""
        self.nr_conns -= 1
        conn.reset()

    def _refuse(self, conn: Connection, status: int, reason: str) -> None:
        self._drop(conn)
        self.nr_conns -= 1
        with suppress(OSError):
            write_error(conn.sock, status, reason, "")
        self.linger(conn)

    def _drop(self, conn: Connection) -> None:
        del self._arriving[conn]
        self.poller.unregister(conn.sock)

    def _read_away(self, conn: Connection) -> None:
        with suppress(OSError):
            if conn.sock.take():
                return
        self._leave(conn)

    def _leave(self, conn: Connection) -> None:
        del self._leaving[conn]
        self.poller.unregister(conn.sock)
        conn.close()

    def _keepalive_after(self, conn: Connection, keepalive: Any) -> bool:
        """No second request follows a body that nobody read."""
        return conn.is_whole and bool(super()._keepalive_after(conn, keepalive))


def _overdue(waiting: Mapping[Connection, Any]) -> list[Connection]:
    now = time.monotonic()
    return [conn for conn in waiting if conn.deadline < now]
