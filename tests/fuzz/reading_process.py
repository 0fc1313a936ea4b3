"""A process of its own that calls with our client: its memory is not the tests' memory."""

from __future__ import annotations

import time
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from credentials.core import ApiError
from credentials.ovhcloud import Endpoint, Limits, OvhClient
from credentials.ovhcloud.client.clock import clock_of
from tests.endpoint_memory import forget_endpoints

LIMITS = Limits(connect_timeout=1, read_timeout=2, deadline=4, attempts=1, rate=0, workers=4)


@dataclass(frozen=True, slots=True)
class CallCost:
    """How a call ended (an error class, or nothing), after how long, and the peak memory so far."""

    error: str
    seconds: float
    mib: float


class ReadingProcess:
    """Calls ``endpoint`` in its own process until closed."""

    def __init__(self, endpoint: Endpoint) -> None:
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_work, args=(endpoint, other), daemon=True)
        self._process.start()

    def call(self, name: str) -> CallCost:
        """Make one call (see ``_call``). Raises EOFError when the process did not survive it."""
        self._pipe.send(name)
        answer: CallCost = self._pipe.recv()
        return answer

    def close(self) -> None:
        self._pipe.send("")
        self._process.join(10)


def _work(endpoint: Endpoint, pipe: Connection) -> None:
    while name := pipe.recv():
        with _new_client(endpoint) as ovhcloud:
            began, error = time.monotonic(), ""
            try:
                _call(ovhcloud, name)
            except ApiError as failure:
                error = type(failure).__name__
        pipe.send(CallCost(error, time.monotonic() - began, _peak_mib()))


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


def _call(ovhcloud: OvhClient, name: str) -> None:
    match name:
        case "one":
            ovhcloud.credential(5)
        case "details":
            ovhcloud.details()
        case "list":
            for _ in ovhcloud.credentials():
                pass
        case "write":
            ovhcloud.create_oauth2_client(name="n", description="d")
        case _:
            ovhcloud.delete_credential(5)


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
