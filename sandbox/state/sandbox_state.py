"""The state of one sandbox in one object, which every call and every page is given."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from pathlib import Path
from threading import RLock

from sandbox.state import storage
from sandbox.state.call_record import CallRecord, FairUse
from sandbox.state.clock import Clock
from sandbox.state.fault import Fault, FaultKind
from sandbox.state.fault_switches import FaultSwitches
from sandbox.state.quirks import Quirks
from sandbox.state.world import World


class SandboxState:
    """A world, a clock, quirks, fault switches, and a record of the calls answered.

    ``state``: a file the world is saved to after each change. ``aliases``: origins that clients
    may sign for (``https://eu.api.ovh.com``). ``fair_use``: None to let bursts pass unrecorded.
    ``cached_lists``: by caller and target, when a list was read (epoch seconds) and its objects.
    ``lock`` is held while a request is answered.
    """

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
        self.faults = FaultSwitches(faults)
        self.aliases = aliases
        self.record = CallRecord(fair_use)
        self.cached_lists: dict[Hashable, tuple[float, list[object]]] = {}
        self.lock = RLock()
        self._saved_revision = -1

    def server_time(self) -> float:
        """The clock that timestamps are compared with, skew included, in epoch seconds."""
        return self.clock.now() + self.faults.total(FaultKind.CLOCK_SKEW)

    def save(self) -> None:
        """Write the world to its state file, if it has one."""
        with self.lock:
            self._saved_revision = self.world.revision
            if self.state is not None:
                storage.save(self.world, self.state)

    def save_if_changed(self) -> None:
        """Write the world to its state file, unless nothing changed since the last time."""
        with self.lock:
            if self._saved_revision != self.world.revision:
                self.save()
