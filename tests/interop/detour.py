"""A proxy on loopback through which OVHcloud's own host names lead to the sandbox.

Tools that know endpoints by name alone are told of it by ``HTTPS_PROXY`` and run unchanged: they
call, and sign for, ``https://eu.api.ovh.com``. TLS goes through to the sandbox. Every other host is
refused, so nothing that runs here reaches the real one.
"""

from __future__ import annotations

import contextlib
import select
import socket
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

#: What tools call OVHcloud by: the API, and where tokens are made.
NAMES = ("eu.api.ovh.com", "api.ovh.com", "www.ovh.com")
#: Where a tool sends what it seals there; it leads nowhere but where a test says so.
GITHUB = "api.github.com"
_SLICE = 65_536


class Detour:
    """The proxy, leading ``NAMES`` to a port of 127.0.0.1, and ``others`` to ports of their own.

    ``refused`` are the hosts that lead nowhere.
    """

    def __init__(self, port: int) -> None:
        self.refused: list[str] = []
        self.others: dict[str, int] = {}
        self._server = _Server(self, port)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, detour: Detour, port: int) -> None:
        self.detour = detour
        self.ports = dict.fromkeys(NAMES, port)
        super().__init__(("127.0.0.1", 0), _Tunnel)


class _Tunnel(StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        verb, _, rest = self.rfile.readline().decode("latin-1").partition(" ")
        while self.rfile.readline().strip():
            pass
        host, _, port = rest.partition(" ")[0].rpartition(":")
        target = (self.server.ports | self.server.detour.others).get(host)
        if verb != "CONNECT" or target is None or port != "443":
            self.server.detour.refused.append(host)
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", target)) as sandbox:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with contextlib.suppress(OSError):
                _carry(self.connection, sandbox)


def _carry(source: socket.socket, other: socket.socket) -> None:
    """Bytes both ways until either side ends."""
    across = {source: other, other: source}
    while True:
        for ready in select.select([source, other], [], [])[0]:
            data = ready.recv(_SLICE)
            if not data:
                return
            across[ready].sendall(data)
