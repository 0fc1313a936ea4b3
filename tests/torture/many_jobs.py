"""Many jobs on the keys of many accounts, and two workers: none is lost, none is done twice."""

from __future__ import annotations

import json
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sandbox import server
from sandbox.demo_world.plans import MANAGEMENT
from sandbox.demo_world.seeded import seeded_key
from sandbox.server import Running
from sandbox.state.records import Account, Application, Credential
from sandbox.state.world import World
from tests.torture.instance import Broken, TortureInstance, inside
from tests.torture.victims import Worker

_MODULE: Final = "jobs_inside"
_ACCOUNTS: Final = 50
_WORKERS: Final = 2
_RULES: Final = (("GET", "/domain/zone/*"),)


@dataclass(frozen=True, slots=True)
class ManyJobs:
    """How many jobs were done for how many accounts, in so many seconds from the first one on."""

    jobs: int
    accounts: int
    seconds: float


def do_jobs(instance: TortureInstance, folder: Path, jobs: int) -> ManyJobs:
    """Have two workers revoke as many keys, a job each. Raises ``Broken`` where one was lost or
    done twice."""
    accounts = min(_ACCOUNTS, jobs)
    world = World()
    with server.start(world) as running:
        now = running.sandbox.clock.now()
        own = [_add_account(world, number, now) for number in range(accounts)]
        targets = {_add_key(world, own[number % accounts], now).id for number in range(jobs)}
        (folder / "keys.json").write_text(json.dumps([_triple(world, key) for key in own]))
        environment = _environment(instance, running)
        inside(instance.scratch, f"prepare({str(folder)!r})", _MODULE, **environment)
        running.sandbox.record.clear()
        began = time.monotonic()
        with _workers(instance, environment):
            inside(instance.scratch, "queue()", _MODULE, **environment)
            said = inside(instance.scratch, "settle()", _MODULE, **environment)
        _hold(running, targets, json.loads(said.splitlines()[-1]))
        return ManyJobs(jobs, accounts, time.monotonic() - began)


def _hold(running: Running, targets: set[int], state: dict[str, Any]) -> None:
    wanted = len(targets)
    counts = (state["jobs"], state["items"], state["ended"])
    if counts != ({"done": wanted}, {"done": wanted}, wanted):
        raise Broken(f"{wanted} jobs, and they ended so: {counts}")
    if left := targets & running.sandbox.world.credentials.keys():
        raise Broken(f"said to be revoked, and there: {sorted(left)}")
    deleted = Counter(call.path for call in running.sandbox.record.find("DELETE"))
    if twice := [path for path, count in deleted.items() if count > 1]:
        raise Broken(f"OVHcloud was asked twice for: {twice}")
    if len(deleted) != wanted:
        raise Broken(f"OVHcloud was asked for the end of {len(deleted)} keys, not {wanted}")
    logged = {number: state["logged"].get(str(number), 0) for number in targets}
    if wrong := {number: count for number, count in logged.items() if count != 1}:
        raise Broken(f"not logged once: {wrong}")


@contextmanager
def _workers(instance: TortureInstance, environment: dict[str, str]) -> Iterator[None]:
    workers = [Worker(instance.scratch, environment) for _ in range(_WORKERS)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()


def _environment(instance: TortureInstance, running: Running) -> dict[str, str]:
    return {
        **instance.turned,
        "OVH_EXTRA_ENDPOINTS": f"sandbox={running.api_root}",
        "OVH_CALLS_PER_SECOND": "0",
        "SECRET_KEY": secrets.token_hex(32),
    }


def _add_account(world: World, number: int, now: float) -> Credential:
    """Another account with its management key."""
    nic = f"jobs{number}-ovh"
    world.keep(Account(nic, email=f"{nic}@example.com"))
    application = Application(
        id=world.next_id(),
        key=seeded_key(f"application of {nic}", 16),
        secret=seeded_key(f"application secret of {nic}", 32),
        owner=nic,
        name="Keydesk",
    )
    world.keep(application)
    return _keep(world, nic, application.id, MANAGEMENT, now)


def _add_key(world: World, own: Credential, now: float) -> Credential:
    return _keep(world, own.account, own.application_id, _RULES, now)


def _keep(
    world: World, nic: str, application: int, rules: tuple[tuple[str, str], ...], now: float
) -> Credential:
    number = world.next_id()
    key = Credential(
        id=number,
        consumer_key=seeded_key(f"consumer key {number}", 32),
        application_id=application,
        rules=rules,
        creation=now,
        status="validated",
        account=nic,
    )
    world.keep(key)
    return key


def _triple(world: World, key: Credential) -> tuple[str, str, str, str]:
    application = world.applications[key.application_id]
    return key.account, application.key, application.secret, key.consumer_key
