"""Live keys are read, revoked, frozen, thawed and rotated, with OVHcloud failing at times, and the
worker, OVHcloud or the process of the pages is killed.

Whatever the moment, what comes after ends what was begun; the list is OVHcloud's one reading later;
nothing was ended that nobody asked for, and each end is in the log.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from credentials.rights import is_frozen
from sandbox import server
from sandbox.demo_world import NIC_A, build_world
from sandbox.demo_world.bulk import fill
from tests.served import serve
from tests.torture.instance import Broken, TortureInstance, inside, shell_words
from tests.torture.rotating import Rotating
from tests.torture.victims import Ovhcloud, Web, Worker, session_in

_MODULE: Final = "live_inside"
_REVOKE, _FREEZE, _THAW, _READ, _ROTATE = (
    "revoke-keys",
    "freeze-keys",
    "thaw-keys",
    "read",
    "rotate",
)
#: What is killed, and during which act, in turn.
_KILLS: Final = (
    ("worker", _REVOKE),
    ("web", _FREEZE),
    ("worker", _ROTATE),
    ("OVHcloud", _REVOKE),
    ("worker", _FREEZE),
    ("OVHcloud", _ROTATE),
    ("web", _REVOKE),
    ("worker", _READ),
    ("OVHcloud", _FREEZE),
    ("worker", _ROTATE),
    ("worker", _THAW),
    ("OVHcloud", _READ),
    ("web", _FREEZE),
    ("web", _THAW),
    ("worker", _ROTATE),
    ("worker", _FREEZE),
    ("OVHcloud", _THAW),
)
_KEYS: Final = 400
#: Keys that one act is about, and seconds from its start within which something is killed.
_AT_ONCE: Final = 8
_WITHIN: Final = 1.5
_MOST_PARTS: Final = 6
_PAGES: Final = {_REVOKE: "revoke", _FREEZE: "freeze", _THAW: "thaw"}
_FAULTS: Final = (
    "latency=20 jitter=40 path=/me/api/credential/*",
    "status=503 path=/me/api/credential/* method=GET after=5 count=1",
    "status=504 path=/me/api/credential/* method=DELETE when=after after=2 count=1",
    "reset path=/me/api/credential/* method=PUT after=3 count=1",
)
_OPEN_ITEMS: Final = ("waiting", "doing")


@dataclass(slots=True)
class LiveKeys:
    """``addresses`` are those that each key had at first; ``last`` is what was killed, and the act
    that was under way."""

    instance: TortureInstance
    ovhcloud: Ovhcloud
    worker: Worker
    web: Web
    rotating: Rotating
    addresses: dict[int, tuple[str, ...] | None]
    environment: dict[str, str]
    account: str = ""
    number: int = 0
    last: tuple[str, str] = ("", "")
    asked: set[int] = field(default_factory=set)

    def run(self) -> bool:
        """Whether something was killed while there was something to do."""
        victim, act = self.last = _KILLS[self.number % len(_KILLS)]
        self.number += 1
        sandbox = self.ovhcloud.running.sandbox
        chosen = self._choose(act)
        before = sandbox.record.count("*", "/me/api/*")
        self._begin(victim, act, chosen)
        self._victim(victim).kill_within(self.instance.chance.uniform(0, _WITHIN))
        was_busy = sandbox.record.count("*", "/me/api/*") > before
        sandbox.faults.clear()
        if victim == "web":
            self.web.finish(self._page(act), chosen)
            self._hold_done(act, chosen)
        self._hold(json.loads(self.inside("settle()").splitlines()[-1]))
        return was_busy

    def finish(self) -> None:
        """End what is under way, and thaw what is frozen: each key works from where it did."""
        for _ in range(_MOST_PARTS):
            if not self.rotating.open_old:
                break
            self.rotating.begin(())
            self._settle()
        if self.rotating.open_old:
            raise Broken(f"the rotation of {self.rotating.open_old} does not end")
        frozen = self._frozen()
        if frozen:
            self.inside(f"begin({_THAW!r}, {frozen!r})")
        self._settle()
        first = self.addresses
        moved = {n: now for n, now in self._keys().items() if n in first and now != first[n]}
        if moved:
            raise Broken(f"thawed keys work from elsewhere than before: {moved}")

    def inside(self, call: str, module: str = _MODULE) -> str:
        return inside(self.instance.scratch, call, module, **self.environment)

    def _victim(self, victim: str) -> Worker | Ovhcloud | Web:
        if victim == "web":
            return self.web
        return self.worker if victim == "worker" else self.ovhcloud

    def _settle(self) -> None:
        self._hold(json.loads(self.inside("settle()").splitlines()[-1]))

    def _begin(self, victim: str, act: str, chosen: list[int]) -> None:
        if act == _ROTATE:
            self.rotating.begin(self.asked)
        if victim == "web":
            self.web.session = session_in(self.inside("sign_in()"))
        for fault in _FAULTS:
            self.ovhcloud.running.sandbox.faults.add(fault)
        if victim == "web":
            self.web.post_all(self._page(act), chosen)
        else:
            self.inside(f"begin({_READ if act == _ROTATE else act!r}, {chosen!r})")

    def _page(self, act: str) -> str:
        return f"/live/{self.account}/keys/{{number}}/{_PAGES[act]}/"

    def _choose(self, act: str) -> list[int]:
        """The keys of the next act; of a thaw those that are frozen."""
        if act in (_READ, _ROTATE):
            return []
        if act == _THAW:
            return self._frozen()
        keys = [number for number in self._keys() if self._is_open(number)]
        chosen = self.instance.chance.sample(sorted(set(keys) - self.rotating.taken), _AT_ONCE)
        self.asked.update(chosen if act == _REVOKE else [])
        return chosen

    def _frozen(self) -> list[int]:
        """The keys that are frozen but for those that a rotation froze."""
        every = self._keys().items()
        frozen = {number for number, addresses in every if is_frozen(addresses or ())}
        return sorted(frozen - self.rotating.taken)

    def _hold_done(self, act: str, chosen: list[int]) -> None:
        """What was asked for by pages once more is done."""
        keys = self._keys()
        is_done: dict[str, Callable[[int], bool]] = {
            _REVOKE: lambda number: number not in keys,
            _FREEZE: lambda number: is_frozen(keys[number] or ()),
            _THAW: lambda number: not is_frozen(keys[number] or ()),
        }
        if left := [number for number in chosen if not is_done[act](number)]:
            raise Broken(f"{act} by a page was asked for twice, and not done with {left}")

    def _hold(self, state: dict[str, Any]) -> None:
        """Hold what Keydesk says against what OVHcloud has."""
        self.rotating.hold(state["rotations"], self.asked)
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
        addresses = self.ovhcloud.running.sandbox.world.credentials[number].allowed_ips
        return self._is_open(number) and is_frozen(addresses or ())

    def _is_open(self, number: int) -> bool:
        """Whether it opens something, and is not the key that Keydesk works with."""
        sandbox = self.ovhcloud.running.sandbox
        return sandbox.world.credentials[number].state(sandbox.clock.now()) == "validated"

    def _keys(self) -> dict[int, tuple[str, ...] | None]:
        own = self.ovhcloud.running.sandbox.world.credentials_of(NIC_A)
        return {credential.id: credential.allowed_ips for credential in list(own)}


def _hold_items(items: Iterable[list[Any]], *, there: set[int]) -> None:
    for act, number, state in items:
        if state in _OPEN_ITEMS:
            raise Broken(f"{act} of {number} is {state} for good")
        if act == _REVOKE and state == "done" and number in there:
            raise Broken(f"{number} is said to be revoked and lives")


@contextmanager
def live_keys(instance: TortureInstance) -> Iterator[LiveKeys]:
    """An OVHcloud with many keys, an account of it in the instance, a worker and the console."""
    demo = build_world()
    ovhcloud = Ovhcloud(server.start(demo.world))
    environment = {
        **instance.turned,
        "OVH_EXTRA_ENDPOINTS": f"sandbox={ovhcloud.running.api_root}",
        "OVH_CALLS_PER_SECOND": "0",
        "SECRET_KEY": secrets.token_hex(32),
        "TRUSTED_PROXIES": "1",
    }
    fill(
        demo.world,
        NIC_A,
        credentials=_KEYS,
        applications=0,
        now=ovhcloud.running.sandbox.clock.now(),
    )
    addresses = {each.id: each.allowed_ips for each in demo.world.credentials_of(NIC_A)}
    worker = Worker(instance.scratch, environment)
    with serve(instance.scratch, **environment) as served:
        trial = LiveKeys(
            instance,
            ovhcloud,
            worker,
            Web(served, ""),
            _rotating(instance, ovhcloud, environment),
            addresses,
            environment,
        )
        trial.account = session_in(trial.inside(f"prepare({NIC_A!r})"))
        worker.start()
        try:
            yield trial
        finally:
            worker.stop()
            trial.ovhcloud.running.stop()


def _rotating(
    instance: TortureInstance, ovhcloud: Ovhcloud, environment: dict[str, str]
) -> Rotating:
    place = instance.scratch
    management = build_world().management(NIC_A).credential_id
    return Rotating(
        ovhcloud.running.sandbox,
        start=lambda call, module: place.start(*shell_words(call, module), **environment),
        inside=lambda call, module: inside(place, call, module, **environment),
        taken={management},
    )
