"""The sandbox without a socket: a request goes in, an answer comes out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from pathlib import Path
from threading import RLock

from sandbox import api, control, pages
from sandbox.clock import Clock
from sandbox.faults import Board, Fault, Kind
from sandbox.quirks import Quirks
from sandbox.record import FairUse, Record
from sandbox.routes import ROUTER
from sandbox.wire import Request, Response
from sandbox.world import World, storage


class Sandbox:
    """One local OVHcloud: a world, a clock, fault switches, and a record of what it saw.

    ``state``: a file the world is saved to after each change. ``aliases``: origins that clients
    may sign for (``https://eu.api.ovh.com``). ``fair_use``: None to let bursts pass unrecorded.
    """

    router = ROUTER

    def __init__(
        self,
        world: World,
        *,
        state: Path | None = None,
        clock: Clock | None = None,
        quirks: Quirks | None = None,
        faults: Iterable[Fault | str] = (),
        aliases: tuple[str, ...] = (),
        fair_use: FairUse | None = None,
    ) -> None:
        self.world = world
        self.state = state
        self.clock = clock or Clock()
        self.quirks = quirks or Quirks()
        self.faults = Board(faults)
        self.aliases = aliases
        self.record = Record(fair_use)
        self.pages: dict[Hashable, tuple[float, list[object]]] = {}
        self._lock = RLock()
        self._saved = -1

    def handle(self, request: Request) -> Response:
        """Answer one request. A change of the world is saved before the answer leaves."""
        with self._lock:
            response = self._answer(request)
            if self._saved != self.world.revision:
                self.save()
        return response

    def save(self) -> None:
        """Write the world to its state file, if it has one."""
        with self._lock:
            self._saved = self.world.revision
            if self.state is not None:
                storage.save(self.world, self.state)

    def server_time(self) -> float:
        """The clock that timestamps are compared with, skew included."""
        return self.clock.now() + self.faults.standing(Kind.CLOCK_SKEW)

    def _answer(self, request: Request) -> Response:
        if request.path.startswith("/_sandbox/"):
            return control.answer(self, request)
        branch = api.branch_of(request.path)
        if branch:
            return api.answer(self, request, branch)
        return pages.answer(self, request)
