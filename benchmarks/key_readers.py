"""The ways to read every key of an account and its application, each run in a fresh process.

As a program: the name of a way and where to go on standard input, its ``Cost`` on standard output.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import local

import ovh

from benchmarks.stand_in import Connection
from credentials.ovhcloud import Limits, OvhClient, Strategy
from credentials.ovhcloud.endpoints import parse_extra_endpoints

_IN_FLIGHT = 8


@dataclass(frozen=True, slots=True)
class Task:
    """``sample``: how many keys the loop reads; ``paced``: whether ours keeps its default pace."""

    connection: Connection
    sample: int
    paced: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """``seconds`` without the start of the process; ``mib`` is the process's peak memory."""

    seconds: float
    mib: float
    keys: int


def readme_loop(task: Task) -> int:
    """As the README of the PyPI ``ovh`` package lists credentials: one by one, each twice."""
    ovhcloud = _sdk(task.connection)
    numbers = ovhcloud.get("/me/api/credential")[: task.sample]
    for number in numbers:
        ovhcloud.get(f"/me/api/credential/{number}")
        ovhcloud.get(f"/me/api/credential/{number}/application")
    return len(numbers)


def eight_in_flight(task: Task) -> int:
    """The same package in eight threads; each key and each application is read once."""
    own = local()

    def read(path: str) -> object:
        if not hasattr(own, "ovhcloud"):
            own.ovhcloud = _sdk(task.connection)
        return own.ovhcloud.get(path)

    ovhcloud = _sdk(task.connection)
    keys = [f"/me/api/credential/{number}" for number in ovhcloud.get("/me/api/credential")]
    applications = [
        f"/me/api/application/{number}" for number in ovhcloud.get("/me/api/application")
    ]
    with ThreadPoolExecutor(_IN_FLIGHT) as pool:
        list(pool.map(read, [*keys, *applications]))
    return len(keys)


def pages(task: Task) -> int:
    """Ours: whole objects, a page at a time."""
    return _ours(task, Strategy.PAGES)


def batch(task: Task) -> int:
    """Ours: the ids, then fifty of them a call."""
    return _ours(task, Strategy.BATCH)


def single(task: Task) -> int:
    """Ours: the ids, then one call each."""
    return _ours(task, Strategy.SINGLE)


WAYS: dict[str, Callable[[Task], int]] = {
    way.__name__: way for way in (readme_loop, eight_in_flight, pages, batch, single)
}


def peak_mib() -> float:
    """The most memory this process has had, as Linux counts it."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _sdk(connection: Connection) -> ovh.Client:
    ovh.client.ENDPOINTS["stand-in"] = connection.api_root
    return ovh.Client(
        "stand-in",
        application_key=connection.application_key,
        application_secret=connection.application_secret,
        consumer_key=connection.consumer_key,
    )


def _ours(task: Task, strategy: Strategy) -> int:
    endpoint = parse_extra_endpoints(f"stand-in={task.connection.api_root}")["stand-in"]
    limits = Limits(strategies=(strategy,))
    if not task.paced:
        limits = Limits(strategies=(strategy,), rate=0)
    with OvhClient(
        endpoint,
        application_key=task.connection.application_key,
        application_secret=task.connection.application_secret,
        consumer_key=task.connection.consumer_key,
        limits=limits,
    ) as ovhcloud:
        with ThreadPoolExecutor(1) as aside:
            owned = aside.submit(lambda: {read.id for read in ovhcloud.applications()})
            keys = [read.value for read in ovhcloud.credentials()]
        applications = owned.result()
    return sum(key is not None and key.application_id in applications for key in keys)


def _run(name: str, task: Task) -> Cost:
    began = time.perf_counter()
    keys = WAYS[name](task)
    return Cost(time.perf_counter() - began, peak_mib(), keys)


if __name__ == "__main__":
    given = json.loads(sys.stdin.read())
    task = Task(Connection(**given.pop("connection")), **given)
    print(json.dumps(asdict(_run(sys.argv[1], task))))  # noqa: T201 - the other end of a pipe
