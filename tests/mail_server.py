"""A mail server of a test's own, which takes mail, refuses it, cuts off or says nothing."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

#: What it answers to each word, where it takes mail.
_ANSWERS = {
    "EHLO": "250 here",
    "HELO": "250 here",
    "MAIL": "250 yes",
    "RCPT": "250 yes",
    "RSET": "250 yes",
    "QUIT": "221 bye",
}


@dataclass(slots=True)
class MailServer:
    """``fault``: ``refuses``, ``is-busy``, ``cuts`` in the middle of a mail, ``is-mute``."""

    port: int = 0
    fault: str = ""
    taken: list[EmailMessage] = field(default_factory=list)

    @property
    def subjects(self) -> list[str]:
        """The subjects of what it took, in that order."""
        return [str(mail["Subject"]) for mail in self.taken]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """It runs while the context is open."""
    state = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _talk(self, state)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield state
        server.shutdown()
        thread.join()


def _talk(handler: socketserver.StreamRequestHandler, state: MailServer) -> None:
    if state.fault == "is-mute":
        handler.rfile.read()
        return
    _say(handler, "220 here")
    while line := handler.rfile.readline():
        word = line[:4].decode().upper()
        if word == "DATA":
            if not _take(handler, state):
                return
        elif word == "RCPT" and state.fault in ("refuses", "is-busy"):
            _say(handler, "550 no" if state.fault == "refuses" else "451 later")
        else:
            _say(handler, _ANSWERS.get(word, "500 what"))


def _take(handler: socketserver.StreamRequestHandler, state: MailServer) -> bool:
    _say(handler, "354 go on")
    if state.fault == "cuts":
        handler.rfile.readline()
        return False
    lines = iter(handler.rfile.readline, b".\r\n")
    state.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
    _say(handler, "250 taken")
    return True


def _say(handler: socketserver.StreamRequestHandler, text: str) -> None:
    handler.wfile.write(f"{text}\r\n".encode())
