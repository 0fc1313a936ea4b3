"""A connection to a host that was looked up: seconds for each part of it, and for all of it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from credentials.outgoing.hosts import Target

#: Seconds for each part of what is sent.
TIMEOUT: Final = 5.0
#: Seconds for all of it.
LONGEST: Final = 15.0


def connected(target: Target, *, authorities: str = "") -> socket.socket:
    """A socket to the target, by TLS where it asks for that; raises ``OSError``.

    ``authorities`` is a file with certificates that are trusted beside those of the system.
    """
    sock = socket.create_connection((target.address, target.port), timeout=TIMEOUT)
    if not target.is_tls:
        return sock
    try:
        return _context(authorities).wrap_socket(sock, server_hostname=target.host)
    except BaseException:
        sock.close()
        raise


def _context(authorities: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authorities:
        context.load_verify_locations(authorities)
    return context


@contextmanager
def cut_off_after(sock: socket.socket) -> Iterator[None]:
    """Raises ``TimeoutError`` where what is done takes longer than ``LONGEST``, whatever it made
    of the end."""
    is_over = threading.Event()

    def cut_off() -> None:
        is_over.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # TLS stays on until it is cut

    timer = threading.Timer(LONGEST, cut_off)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if is_over.is_set():
            raise TimeoutError
