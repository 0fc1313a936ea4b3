"""The sandbox on a socket: HTTP/1.1 with keep-alive, the request target kept as it was sent."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import sys
from collections.abc import Iterator
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from socketserver import StreamRequestHandler
from threading import Event, Thread
from types import TracebackType
from typing import Any, cast

from sandbox.app import Sandbox
from sandbox.request_reader import BadRequestError, read_request
from sandbox.state.world import World
from sandbox.wire import Request, Response

_LOOPBACK = "127.0.0.1"


class Running:
    """A sandbox that is being served; stops when the ``with`` block ends.

    ``url`` is the origin, ``api_root`` the address of version 1.0 of the API.
    """

    def __init__(self, server: _Server) -> None:
        self._server = server
        self.sandbox = server.sandbox
        self.port: int = server.server_address[1]
        scheme = "https" if server.tls else "http"
        self.url = f"{scheme}://{_LOOPBACK}:{self.port}"
        self.api_root = f"{self.url}/1.0"
        self._thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and save the world."""
        self._server.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.close_connections()
        self._thread.join()
        self.sandbox.save()

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(
    world: World | Sandbox, port: int = 0, *, tls: tuple[str, str] | None = None, **options: Any
) -> Running:
    """Serve ``world`` on loopback; port 0 takes a free one. ``tls``: certificate and key files.

    ``options`` go to ``Sandbox`` when a bare world is given. Raises OSError when the port is taken.
    """
    sandbox = world if isinstance(world, Sandbox) else Sandbox(world, **options)
    return Running(_Server((_LOOPBACK, port), sandbox, tls))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], sandbox: Sandbox, tls: tuple[str, str] | None
    ) -> None:
        self.sandbox = sandbox
        self.stopping = Event()
        self.connections: set[socket.socket] = set()
        self.tls: ssl.SSLContext | None = None
        if tls:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*tls)
        super().__init__(address, cast("Any", _Connection))

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self.tls:
            connection = self.tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def server_bind(self) -> None:
        # HTTPServer asks the resolver for a host name here, which can take seconds.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print what went wrong, unless the client closed the connection."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def close_connections(self) -> None:
        """Shut down every connection that is open."""
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Connection(StreamRequestHandler):
    """One connection: requests in turn, until either side closes it."""

    disable_nagle_algorithm = True
    server: _Server

    def handle(self) -> None:
        self.server.connections.add(self.connection)
        try:
            while self._answer_next():
                pass
        except (OSError, ssl.SSLError):
            return
        finally:
            self.server.connections.discard(self.connection)

    def _answer_next(self) -> bool:
        try:
            request = read_request(self.rfile, self.wfile, address=self.client_address[0])
        except BadRequestError:
            self.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            return False
        if request is None:
            return False
        response = self.server.sandbox.handle(self._with_scheme(request))
        is_kept = self._deliver(response, head_only=request.method == "HEAD")
        return is_kept and request.headers.get("connection", "").lower() != "close"

    def _with_scheme(self, request: Request) -> Request:
        if self.server.tls is None:
            return request
        return Request(
            request.method,
            request.target,
            request.headers,
            request.body,
            request.address,
            "https",
        )

    def _deliver(self, response: Response, *, head_only: bool) -> bool:
        """Send the answer as its delivery says; False when the connection ends with it."""
        delivery = response.delivery
        if delivery.delay and self.server.stopping.wait(delivery.delay):
            return False
        if delivery.silent:
            return False
        head, body = _head(response), b"" if head_only else response.body
        if delivery.cut is not None:
            self.wfile.write(head + body[: delivery.cut])
            self._reset()
            return False
        if not delivery.chunk:
            self.wfile.write(head + body)
            return True
        self.wfile.write(head)
        return self._send_slowly(body, chunk=delivery.chunk, pause=delivery.pause)

    def _send_slowly(self, body: bytes, *, chunk: int, pause: float) -> bool:
        for part in _parts(body, chunk):
            self.wfile.write(part)
            if self.server.stopping.wait(pause):
                return False
        return True

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()


def _head(response: Response) -> bytes:
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {response.status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    lines.append(f"Content-Length: {len(response.body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def _parts(body: bytes, size: int) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))
