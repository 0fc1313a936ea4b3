"""A server on a real socket that answers what a test tells it to, and keeps what it was sent."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from credentials.ovhcloud import Endpoint
from credentials.ovhcloud.endpoints import parse_extra_endpoints

Act = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Sent:
    """One request, byte for byte."""

    head: bytes
    body: bytes
    method: str = ""
    target: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Scripted:
    """Answers in turn what is in ``answers`` (the last one for ever), one request a connection.

    ``route``, when set, answers by what was asked instead.
    """

    def __init__(self) -> None:
        self.route: Callable[[Sent], bytes] | None = None
        self.answers: list[bytes | Act] = []
        self.sent: list[Sent] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.closing = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def endpoint(self) -> Endpoint:
        return parse_extra_endpoints(f"scripted=http://127.0.0.1:{self.port}/1.0")["scripted"]

    def close(self) -> None:
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def targets(self) -> list[str]:
        return [f"{sent.method} {sent.target}" for sent in self.sent]

    def _serve(self) -> None:
        while not self.closing.is_set():
            with suppress(OSError):
                connection, _ = self._listener.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            sent = _receive(connection)
            if sent is None:
                return
            self.sent.append(sent)
            answer = self._next(sent)
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)
                connection.shutdown(socket.SHUT_WR)
                # Not to reset what the client has yet to read.
                connection.recv(1)

    def _next(self, sent: Sent) -> bytes | Act:
        if self.route is not None:
            return self.route(sent)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def http(
    status: int = 200, body: object = None, headers: dict[str, str] | None = None, **_: Any
) -> bytes:
    """An answer; ``body`` is bytes as they are, or anything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


def refusal(
    status: int, message: str = "No", *, code: str = "", cls: str = "", **more: object
) -> bytes:
    """An error as OVHcloud words it, old shape with ``code``, new shape with ``cls``."""
    body: dict[str, object] = {"message": message, **more}
    if code:
        body |= {"errorCode": code, "httpCode": f"{status} X"}
    if cls:
        body["class"] = cls
    return http(status, body, {"X-Ovh-QueryID": "EU.test-1.abc"})


def _receive(connection: socket.socket) -> Sent | None:
    connection.settimeout(5)
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    method, target, _ = first.split(" ")
    return Sent(head, body, method, target, headers)
