"""What is killed while live keys are worked on: the worker, OVHcloud in the middle of a call, and
the process that answers people's pages."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import urlencode

from sandbox import server
from sandbox.server import Running
from tests.scratch import Scratch
from tests.served import Served
from tests.torture.instance import Broken

_WORKER: Final = ("manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay")
_TOKEN: Final = "a" * 32
#: Seconds for which OVHcloud is away.
_AWAY: Final = 1.0


@dataclass(slots=True)
class Worker:
    """The background worker of a Keydesk, one process."""

    place: Scratch
    environment: Mapping[str, str]
    process: subprocess.Popen[str] | None = None
    lines: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Start one, and take what it says off its pipe, which would fill up and hold it."""
        self.process = self.place.start(*_WORKER, **self.environment)
        Thread(target=self.lines.extend, args=(self.process.stdout,), daemon=True).start()

    def kill_within(self, seconds: float) -> None:
        """Kill it after so long, and start the next one."""
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
        else:
            raise Broken(f"the worker ended by itself: {''.join(self.lines[-30:])}")
        self.start()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@dataclass(slots=True)
class Ovhcloud:
    """The sandbox; what it knows outlives it."""

    running: Running

    def kill_within(self, seconds: float) -> None:
        """Break every call after so long; it is away for a moment, and then there again."""
        time.sleep(seconds)
        sandbox, port = self.running.sandbox, self.running.port
        self.running.stop()
        time.sleep(_AWAY)
        self.running = server.start(sandbox, port)


@dataclass(slots=True)
class Web:
    """Keydesk's console as gunicorn serves it, and a person who is signed in."""

    served: Served
    session: str
    asked: list[Thread] = field(default_factory=list)

    def post_all(self, path: str, numbers: Iterable[int], **fields: str) -> None:
        """Send the form of each key's page at once; nobody waits for the answers."""
        for number in numbers:
            filled = {"typed": str(number), **fields}
            page = path.format(number=number)
            self.asked.append(Thread(target=self._post, args=(page, filled)))
            self.asked[-1].start()

    def kill_within(self, seconds: float) -> None:
        """Kill the processes that answer after so long; gunicorn starts others."""
        time.sleep(seconds)
        arbiter = self.served.process.pid
        for child in Path(f"/proc/{arbiter}/task/{arbiter}/children").read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        for thread in self.asked:
            thread.join()
        self.asked.clear()

    def finish(self, path: str, numbers: Iterable[int], **fields: str) -> None:
        """Send the same forms once more, one after the other, to the process that came after."""
        for number in numbers:
            status = self._post(path.format(number=number), {"typed": str(number), **fields})
            if status not in (200, 302):
                raise Broken(f"{path} of {number} was answered with {status}")

    def _post(self, path: str, fields: Mapping[str, str]) -> int:
        """The status of the answer; 0 where none came."""
        body = urlencode({"csrfmiddlewaretoken": _TOKEN, **fields}).encode()
        cookies = f"__Host-keydesk_session={self.session}; __Host-keydesk_csrf={_TOKEN}"
        try:
            answer, _ = self.served.ask(
                path,
                method="POST",
                body=body,
                Host="keydesk.example.com",
                X_Forwarded_Proto="https",
                X_Forwarded_For="203.0.113.5",
                Content_Type="application/x-www-form-urlencoded",
                Referer=f"https://keydesk.example.com{path}",
                Cookie=cookies,
            )
        except (OSError, HTTPException):
            return 0
        return answer.status


def session_in(said: str) -> str:
    """The cookie that ``live_inside.sign_in`` printed."""
    session: str = json.loads(said.splitlines()[-1])
    return session
