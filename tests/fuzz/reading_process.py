"""A process of its own that calls with our client: its memory is not the tests' memory."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from credentials.core import ApiError
from credentials.ovhcloud import Endpoint, Limits, OvhClient
from credentials.ovhcloud.client.clock import clock_of
from tests.endpoint_memory import forget_endpoints
from tests.steps import steps_with_threads

LIMITS = Limits(connect_timeout=1, read_timeout=2, deadline=4, attempts=1, rate=0, workers=4)


@dataclass(frozen=True, slots=True)
class CallCost:
    """How a call ended (an error class, or nothing), after how many steps, and the peak memory so
    far."""

    error: str
    steps: int
    mib: float


class ReadingProcess:
    """Calls ``endpoint`` in its own process until closed."""

    def __init__(self, endpoint: Endpoint) -> None:
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_work, args=(endpoint, other), daemon=True)
        self._process.start()

    def call(self, name: str) -> CallCost:
        """Make one call (see ``_CALLS``). Raises EOFError when the process did not survive it."""
        self._pipe.send(name)
        answer: CallCost = self._pipe.recv()
        return answer

    def close(self) -> None:
        self._pipe.send("")
        self._process.join(10)


def _work(endpoint: Endpoint, pipe: Connection) -> None:
    while name := pipe.recv():
        errors: list[str] = []
        with _new_client(endpoint) as ovhcloud:
            steps = steps_with_threads(partial(_call, ovhcloud, name, errors))
        pipe.send(CallCost("".join(errors), steps, _peak_mib()))


def _new_client(endpoint: Endpoint) -> OvhClient:
    """A client that knows nothing of the endpoint but its time."""
    forget_endpoints()
    clock_of(endpoint.api_root).timestamp(lambda: int(time.time()), until=time.monotonic() + 1)
    return OvhClient(
        endpoint,
        application_key="0a1b2c3d4e5f6071",
        application_secret="planted0application0secret000001",
        consumer_key="planted0consumer0key00000000001",
        limits=LIMITS,
    )


def _call(ovhcloud: OvhClient, name: str, errors: list[str]) -> None:
    try:
        _CALLS[name](ovhcloud)
    except ApiError as failure:
        errors.append(type(failure).__name__)


_CALLS: dict[str, Callable[[OvhClient], object]] = {
    "one": lambda ovhcloud: ovhcloud.credential(5),
    "details": lambda ovhcloud: ovhcloud.details(),
    "list": lambda ovhcloud: deque(ovhcloud.credentials(), maxlen=0),
    "write": lambda ovhcloud: ovhcloud.create_oauth2_client(name="n", description="d"),
    "delete": lambda ovhcloud: ovhcloud.delete_credential(5),
}


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
