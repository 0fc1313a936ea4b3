"""A receiver of webhooks of a test's own, which takes them, refuses, redirects, drips or cuts."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Taken:
    """A request that it took."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Receiver:
    """``fault``: a status that it answers, ``cuts`` in the middle, ``is-mute``, ``drips``."""

    port: int = 0
    fault: str = ""
    taken: list[Taken] = field(default_factory=list)
    asked: int = 0

    @property
    def host(self) -> str:
        """As the settings list it."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/hooks/a0secret0path"


@contextmanager
def webhook_receiver() -> Iterator[Receiver]:
    """It runs while the context is open."""
    state, is_over = Receiver(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.asked += 1
            _answer(self, state, is_over)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield state
        is_over.set()
        server.shutdown()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, state: Receiver, is_over: threading.Event) -> None:
    handler.close_connection = True
    if state.fault == "cuts":
        handler.rfile.read(10)
        return
    if state.fault == "is-mute":
        is_over.wait(30)
        return
    if state.fault == "drips":
        _drip(handler, is_over)
        return
    length = int(handler.headers["Content-Length"])
    body = handler.rfile.read(length)
    status = int(state.fault or 200)
    if status == 200:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        state.taken.append(Taken(handler.path, headers, body))
    handler.send_response(status)
    handler.send_header("Location", f"{state.url}/elsewhere")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _drip(handler: BaseHTTPRequestHandler, is_over: threading.Event) -> None:
    """An answer whose header never ends, a letter at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not is_over.is_set():
        try:
            handler.wfile.write(b"a")
        except OSError:
            return
        time.sleep(0.05)
