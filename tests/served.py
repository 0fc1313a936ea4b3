"""Keydesk served by a gunicorn of its own, as production serves it, and raw requests to it."""

from __future__ import annotations

import atexit
import http.client
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from tests.scratch import Scratch

#: Seconds after which a test gives up waiting; nothing is measured by it.
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Served:
    """``process`` is gunicorn's arbiter, ``lines`` what it and its workers said so far."""

    port: int
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes = b"",
        headers: Mapping[str, str] = MappingProxyType({}),
        **others: str,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request on a connection of its own; names of headers with ``_`` for ``-``."""
        named = {name.replace("_", "-"): value for name, value in {**headers, **others}.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            line.request(method, path, body or None, named)
            answer = line.getresponse()
            return answer, answer.read()

    def health(self) -> tuple[int, bytes]:
        answer, body = self.ask("/healthz", Host="keydesk.example.com")
        return answer.status, body

    def submit(self, path: str, **fields: str) -> tuple[http.client.HTTPResponse, str]:
        """Fill in the form of a page as a browser does that is new here; needs a trusted proxy."""
        asked = {"Host": "keydesk.example.com", "X-Forwarded-Proto": "https"}
        form, page = self.ask(path, headers=asked)
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token, (form.status, path)
        sent = {
            **asked,
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": (form.getheader("Set-Cookie") or "").partition(";")[0],
            "Referer": f"https://keydesk.example.com{path}",
        }
        body = urlencode({"csrfmiddlewaretoken": token[1].decode(), **fields}).encode()
        answer, page = self.ask(path, method="POST", body=body, headers=sent)
        return answer, page.decode()

    def until(self, word: str, ask: Callable[[], object], *, after: int) -> list[str]:
        """The lines after the first ``after`` ones and before the one with ``word``."""
        ask()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            lines = self.lines[after:]
            at = next((number for number, line in enumerate(lines) if word in line), None)
            if at is not None:
                return lines[:at]
            time.sleep(0.01)
        raise RuntimeError(f"no line says {word}: {self.lines[after:]}")

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def unread(self) -> socket.socket:
        """A connection of a client that takes next to nothing at once."""
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2304)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        line.settimeout(PATIENCE)
        line.connect(("127.0.0.1", self.port))
        return line

    def send(self, request: bytes) -> bytes:
        """Raw bytes, and all that is answered until the server closes."""
        with self.connect() as line:
            line.sendall(request)
            return read_all(line)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something to be so, in processes that are no test's."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
        return port


def read_all(line: socket.socket) -> bytes:
    """What a server sends until it closes the connection."""
    return b"".join(iter(lambda: line.recv(65536), b""))


@contextmanager
def serve(place: Scratch, *options: str, **changes: str) -> Iterator[Served]:
    """A running gunicorn on a free port; ``changes`` are variables of its environment."""
    port = free_port()
    words = ("-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *options)
    own = {"KEYDESK_STATIC": str(_static_files())}
    served = Served(port, place.start(*words, **{**own, **changes}))
    with collected(served.process, served.lines):
        _wait_until_it_listens(served)
        yield served


@cache
def _static_files() -> Path:
    """The files that pages load, gathered once for all tests of a process."""
    folder = Path(tempfile.mkdtemp(prefix="keydesk-static-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    place = Scratch("sqlite://:memory:", "ab" * 32, folder)
    changes = {"KEYDESK_STATIC": str(folder / "static")}
    done = place.manage("collectstatic", "--no-input", "--verbosity", "0", **changes)
    assert done.returncode == 0, done.stderr
    return folder / "static"


@contextmanager
def collected(process: subprocess.Popen[str], lines: list[str]) -> Iterator[None]:
    """Take what a process says off its pipe, which would fill up; ends the process at last."""
    reader = threading.Thread(target=_read, args=(process, lines))
    reader.start()
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)
        reader.join()


def _read(process: subprocess.Popen[str], lines: list[str]) -> None:
    assert process.stdout is not None
    with process.stdout as output:
        lines.extend(output)


def _wait_until_it_listens(served: Served) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and served.process.poll() is None:
        try:
            served.ask("/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"gunicorn does not listen: {''.join(served.lines)}")
