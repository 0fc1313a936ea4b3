"""A receiver of frames by TLS of a test's own, for syslog and GELF; it takes, refuses, cuts, waits.

It answers the end of a connection as receivers of RFC 5425 have to, once it has read all of it.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.certificates import make_certificate


@dataclass(slots=True)
class TlsReceiver:
    """``fault``: ``refuses`` the connection, ``cuts`` in the middle, ``is-mute``, or ``is-plain``,
    which is no TLS at all. ``batches`` is what it read to the end, ``asked`` how often it was."""

    port: int = 0
    authority: str = ""
    fault: str = ""
    batches: list[bytes] = field(default_factory=list)
    asked: int = 0

    @property
    def host(self) -> str:
        """As the settings list it."""
        return f"localhost:{self.port}"


@contextmanager
def tls_receiver(folder: Path) -> Iterator[TlsReceiver]:
    """It runs while the context is open."""
    certificate, key = folder / "receiver.pem", folder / "receiver.key"
    make_certificate(certificate, key, host="localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    state, is_over = TlsReceiver(authority=str(certificate)), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        state.port = server.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(server, context, state, is_over))
        thread.start()
        try:
            yield state
        finally:
            is_over.set()
            thread.join()


def _serve(
    server: socket.socket, context: ssl.SSLContext, state: TlsReceiver, is_over: threading.Event
) -> None:
    while not is_over.is_set():
        try:
            plain, _ = server.accept()
        except TimeoutError:
            continue
        state.asked += 1
        plain.settimeout(10)
        with suppress(OSError), plain:
            _answer(plain, context, state, is_over)


def _answer(
    plain: socket.socket, context: ssl.SSLContext, state: TlsReceiver, is_over: threading.Event
) -> None:
    if state.fault == "refuses":
        return
    if state.fault == "is-plain":
        plain.sendall(b"220 hello\r\n")
        return
    with context.wrap_socket(plain, server_side=True) as sock:
        if state.fault == "cuts":
            sock.recv(10)
            return
        if state.fault == "is-mute":
            _read_all(sock)
            while state.fault and not is_over.wait(0.05):
                pass
            return
        read = _read_all(sock)
        sock.unwrap()
        state.batches.append(read)


def _read_all(sock: ssl.SSLSocket) -> bytes:
    parts = []
    while part := sock.recv(65536):
        parts.append(part)
    return b"".join(parts)
