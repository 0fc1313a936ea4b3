"""The worker is killed while it reads, revokes, freezes and thaws, with OVHcloud failing at times.

Whatever the moment, the next worker ends what was begun; the list is OVHcloud's one reading later;
nothing was ended that nobody asked for, and each end is in the log.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from credentials.rights import is_frozen
from sandbox import server
from sandbox.demo_world import NIC_A, build_world
from sandbox.demo_world.bulk import fill
from sandbox.server import Running
from tests.torture.instance import Broken, TortureInstance, inside

_MODULE: Final = "live_inside"
_WORKER: Final = ("manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay")
_ACTS: Final = ("revoke-keys", "freeze-keys", "read", "thaw-keys")
_KEYS: Final = 400
#: Keys that one job acts on, and seconds from its start within which the worker is killed.
_AT_ONCE: Final = 8
_WITHIN: Final = 1.5
_FAULTS: Final = (
    "latency=20 jitter=40 path=/me/api/credential/*",
    "status=503 path=/me/api/credential/* method=GET after=5 count=1",
    "status=504 path=/me/api/credential/* method=DELETE when=after after=2 count=1",
    "reset path=/me/api/credential/* method=PUT after=3 count=1",
)
_OPEN_ITEMS: Final = ("waiting", "doing")


@dataclass(slots=True)
class LiveKeys:
    """``addresses`` are those that each key had at first; ``last`` is the act that was killed."""

    instance: TortureInstance
    running: Running
    addresses: dict[int, tuple[str, ...] | None]
    worker: subprocess.Popen[str] | None = None
    number: int = 0
    last: str = ""
    asked: set[int] = field(default_factory=set)

    def run(self) -> bool:
        """Whether the worker was killed while it had something to do."""
        self.last = _ACTS[self.number % len(_ACTS)]
        self.number += 1
        self.running.sandbox.faults.clear()
        for fault in _FAULTS:
            self.running.sandbox.faults.add(fault)
        before, chosen = self.running.sandbox.record.count("*", "/me/api/*"), self._choose()
        self._inside(f"begin({self.last!r}, {chosen!r})")
        self._kill_worker()
        was_busy = self.running.sandbox.record.count("*", "/me/api/*") > before
        self._start_worker()
        self._hold(json.loads(self._inside("settle()").splitlines()[-1]))
        return was_busy

    def thaw_all(self) -> None:
        """Thaw what is frozen: each key works from where it did at first."""
        self.running.sandbox.faults.clear()
        frozen = [number for number, key in self._keys().items() if is_frozen(key or ())]
        if frozen:
            self._inside(f"begin('thaw-keys', {frozen!r})")
        self._hold(json.loads(self._inside("settle()").splitlines()[-1]))
        moved = {n: now for n, now in self._keys().items() if now != self.addresses[n]}
        if moved:
            raise Broken(f"thawed keys work from elsewhere than before: {moved}")

    def _choose(self) -> list[int]:
        """The keys of the next act; of a thaw those that are frozen, if any."""
        keys = self._keys()
        if self.last == "thaw-keys":
            chosen = [number for number, key in keys.items() if is_frozen(key or ())]
        else:
            chosen = self.instance.chance.sample(sorted(keys), _AT_ONCE)
        if not chosen:
            self.last = "read"
        if self.last == "revoke-keys":
            self.asked.update(chosen)
        return chosen

    def _hold(self, state: dict[str, Any]) -> None:
        """Hold what Keydesk says against what OVHcloud has."""
        keys = self._keys()
        listed = {int(number): frozen for number, frozen in state["keys"].items()}
        if listed != (there := {n: self._is_shown_frozen(n) for n in keys}):
            raise Broken(f"listed and there differ: {set(listed.items()) ^ set(there.items())}")
        gone = self.addresses.keys() - keys.keys()
        if gone - self.asked:
            raise Broken(f"revoked without being asked: {sorted(gone - self.asked)}")
        if missing := {str(number) for number in gone} - set(state["logged"]):
            raise Broken(f"revoked and not in the log: {sorted(missing)}")
        _hold_items(state["items"], there=set(keys))

    def _is_shown_frozen(self, number: int) -> bool:
        """A key that opens nothing is shown as it is, frozen or not."""
        sandbox = self.running.sandbox
        credential = sandbox.world.credentials[number]
        is_open = credential.state(sandbox.clock.now()) == "validated"
        return is_open and is_frozen(credential.allowed_ips or ())

    def _keys(self) -> dict[int, tuple[str, ...] | None]:
        own = self.running.sandbox.world.credentials_of(NIC_A)
        return {credential.id: credential.allowed_ips for credential in list(own)}

    def _start_worker(self) -> None:
        self.worker = self.instance.scratch.start(*_WORKER, **self._environment)

    def _kill_worker(self) -> None:
        """At any moment from now on; the first time there is none yet."""
        if self.worker is None:
            return
        try:
            self.worker.wait(self.instance.chance.uniform(0, _WITHIN))
        except subprocess.TimeoutExpired:
            self.stop()
        else:
            raise Broken(f"the worker ended by itself: {self.worker.communicate()[0]}")

    def stop(self) -> None:
        if self.worker is not None:
            self.worker.kill()
            self.worker.communicate()

    def _inside(self, call: str) -> str:
        return inside(self.instance.scratch, call, _MODULE, **self._environment)

    @property
    def _environment(self) -> dict[str, str]:
        endpoint = {"OVH_EXTRA_ENDPOINTS": f"sandbox={self.running.api_root}"}
        return {**self.instance.turned, **endpoint, "OVH_CALLS_PER_SECOND": "0"}


def _hold_items(items: Iterable[list[Any]], *, there: set[int]) -> None:
    for act, number, state in items:
        if state in _OPEN_ITEMS:
            raise Broken(f"{act} of {number} is {state} for good")
        if act == "revoke-keys" and state == "done" and number in there:
            raise Broken(f"{number} is said to be revoked and lives")


@contextmanager
def live_keys(instance: TortureInstance) -> Iterator[LiveKeys]:
    """An OVHcloud with many keys, an account of it in the instance, and a worker."""
    demo = build_world()
    with server.start(demo.world) as running:
        now = running.sandbox.clock.now()
        fill(demo.world, NIC_A, credentials=_KEYS, applications=0, now=now)
        own = demo.world.credentials_of(NIC_A)
        addresses = {credential.id: credential.allowed_ips for credential in own}
        trial = LiveKeys(instance, running, addresses)
        trial._inside(f"prepare({NIC_A!r})")
        trial._start_worker()
        try:
            yield trial
        finally:
            trial.stop()
