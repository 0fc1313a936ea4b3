"""Killed between the request for a key and its validation: no key is lost, none is asked for twice,
and every request can be finished or dropped."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, Thread
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sandbox import server
from sandbox.demo_world import NIC_A, DemoWorld, build_world
from sandbox.server import Running
from tests.torture.instance import Broken, TortureInstance, inside, shell_words

_MODULE: Final = "consent_inside"
#: Until when a run is killed, in seconds from its first line, or from when its key is kept; and
#: how long a person takes to accept.
_WITHIN: Final = 0.6
_OFTEN: Final = 0.7
_LONGEST_WAIT: Final = 30
_SLOW: Final = "latency=200 path=/auth/credential"


@dataclass(slots=True)
class Consents:
    """One flow a number: asked for, killed, then finished (even numbers) or dropped (odd ones).

    ``left`` is the state in which the last kill left its key.
    """

    instance: TortureInstance
    demo: DemoWorld
    running: Running
    number: int = 0
    left: str = ""
    page_said: Event = field(default_factory=Event)

    def run(self) -> bool:
        """Whether it was killed before it was done."""
        self.number += 1
        before = self._issued
        was_killed = self._ask_and_kill()
        kept, issued = self._look(), self._issued
        self.left = kept[0] if kept else "nothing kept"
        if len(kept) > 1 or issued - before > 1:
            raise Broken(f"asked twice before the kill: {kept}")
        self._finish(has_to_ask=not kept, issued=issued, states=kept)
        return was_killed

    def _ask_and_kill(self) -> bool:
        process = self._start(f"ask({self.number})")
        _expect(process, "busy")
        self.page_said.clear()
        reader = Thread(target=self._accept_what_it_says, args=(process,))
        reader.start()
        if self.instance.chance.random() < _OFTEN:
            self.page_said.wait(_LONGEST_WAIT)
        time.sleep(self.instance.chance.uniform(0, _WITHIN))
        process.kill()
        reader.join()
        process.wait()
        return process.returncode != 0

    def _finish(self, *, has_to_ask: bool, issued: int, states: list[str]) -> None:
        """Ask for the same once more: a key that is kept is found, and nothing else is asked."""
        is_over = states == ["validated"]
        if is_over:
            return
        verb = "ask" if self.number % 2 == 0 else "drop"
        process = self._start(f"{verb}({self.number})")
        said = self._accept_what_it_says(process)
        process.wait()
        wanted = "validated" if verb == "ask" else "dropped"
        if said[-1:] not in ([f"ended {wanted}"], ["ended revoked"], ["ended validated"]):
            raise Broken(f"{verb} {self.number} cannot be finished: {said}")
        if self._issued - issued != int(has_to_ask) or len(self._look()) != 1:
            raise Broken(f"a key that was kept was asked for again: {self._look()}")

    def _accept_what_it_says(self, process: subprocess.Popen[str]) -> list[str]:
        """Accept at OVHcloud what a run says the page of, after a while."""
        lines = []
        for line in process.stdout or ():
            lines.append(line.strip())
            if line.startswith("page "):
                self.page_said.set()
                time.sleep(self.instance.chance.uniform(0, _WITHIN))
                self._accept(line.split()[1])
        return lines

    def _accept(self, page: str) -> None:
        (token,) = parse_qs(urlsplit(page).query)["credentialToken"]
        credential = self.running.sandbox.world.credential_of_token(token)
        if credential is None:
            raise Broken(f"OVHcloud knows no key of {page}")
        decided = replace(credential, status="validated", account=NIC_A)
        self.running.sandbox.world.keep(decided)

    def _look(self) -> list[str]:
        said = inside(self.instance.scratch, f"look({self.number})", _MODULE, **self._environment)
        states: list[str] = json.loads(said.splitlines()[-1])
        return states

    def _start(self, call: str) -> subprocess.Popen[str]:
        words = shell_words(call, _MODULE)
        return self.instance.scratch.start(*words, **self._environment)

    @property
    def _environment(self) -> dict[str, str]:
        endpoint = {"OVH_EXTRA_ENDPOINTS": f"sandbox={self.running.api_root}"}
        return {**self.instance.turned, **endpoint}

    @property
    def _issued(self) -> int:
        """How many keys OVHcloud has issued so far."""
        return len(self.running.sandbox.world.credentials)


@contextmanager
def consents(instance: TortureInstance) -> Iterator[Consents]:
    """An OVHcloud that takes its time, and an account of it in the instance."""
    demo = build_world()
    tool = demo.of("unused")[0]
    with server.start(demo.world) as running:
        running.sandbox.faults.add(_SLOW)
        trial = Consents(instance, demo, running)
        values = (NIC_A, tool.application_key, tool.application_secret)
        inside(instance.scratch, f"prepare{values!r}", _MODULE, **trial._environment)
        yield trial


def _expect(process: subprocess.Popen[str], word: str) -> None:
    said = process.stdout.readline() if process.stdout else ""
    if said.strip() != word:
        rest = process.communicate()[0]
        raise Broken(f"{process.args!r} said {said!r} {rest}")
