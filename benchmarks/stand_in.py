"""OVHcloud for a benchmark: a sandbox in a process of its own, priced by the call and the object.

As a program it prints where it is and with which key to call it; then, for each line it reads, how
many calls it answered since the last one and the most of them within a minute.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import TracebackType

from sandbox import server
from sandbox.app import Sandbox
from sandbox.demo_world import build_world
from sandbox.demo_world.plans import NIC_A
from sandbox.state.fault import Fault, FaultKind
from sandbox.wire import Request, Response

#: The name under which a Keydesk has it.
ENDPOINT = "stand-in"
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the stand-in is, and a key that may read every key of the account."""

    api_root: str
    application_key: str
    application_secret: str = field(repr=False)
    consumer_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Calls answered, and the most within any minute."""

    calls: int
    busiest_minute: int


class StandIn:
    """The process, for as long as the ``with`` block lasts; ``faults`` are on in it."""

    def __init__(self, options: Namespace, *, faults: Sequence[str] = ()) -> None:
        priced = (f"--call-ms={options.call_ms}", f"--object-ms={options.object_ms}")
        filled = (f"--credentials={options.credentials}", f"--applications={options.applications}")
        broken = [f"--fault={fault}" for fault in faults]
        self._process = subprocess.Popen(  # noqa: S603 - this very module
            [sys.executable, "-m", __name__, *filled, *priced, *broken],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.connection = Connection(**json.loads(self._line()))

    def traffic(self) -> Traffic:
        """What came in since this was last asked."""
        if self._process.stdin is None:
            raise BrokenPipeError
        self._process.stdin.write("traffic\n")
        self._process.stdin.flush()
        return Traffic(**json.loads(self._line()))

    def __enter__(self) -> StandIn:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=10)

    def _line(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise BrokenPipeError("the stand-in is gone")
        return line


class _Priced(Sandbox):
    """A sandbox whose own work is within the price of a call, not on top of it."""

    def handle(self, request: Request) -> Response:
        began = time.perf_counter()
        response = super().handle(request)
        delay = response.delivery.delay - (time.perf_counter() - began)
        return replace(response, delivery=replace(response.delivery, delay=max(delay, 0.0)))


def busiest_minute(moments: Iterable[float]) -> int:
    """The most of these moments (seconds) that lie within 60 seconds."""
    ordered = sorted(moments)
    most = start = 0
    for count, moment in enumerate(ordered, start=1):
        while ordered[start] <= moment - _MINUTE:
            start += 1
        most = max(most, count - start)
    return most


def _serve(options: Namespace) -> None:
    demo = build_world(credentials=options.credentials, applications=options.applications)
    price = Fault(
        FaultKind.LATENCY, str(options.call_ms), options={"object": str(options.object_ms)}
    )
    key = demo.management(NIC_A)
    with server.start(_Priced(demo.world, faults=[price, *options.fault])) as running:
        connection = Connection(
            running.api_root, key.application_key, key.application_secret, key.consumer_key
        )
        print(json.dumps(asdict(connection)), flush=True)  # noqa: T201 - the other end of a pipe
        for _ in sys.stdin:
            moments = [seen.at for seen in running.sandbox.record.calls]
            running.sandbox.record.clear()
            traffic = Traffic(len(moments), busiest_minute(moments))
            print(json.dumps(asdict(traffic)), flush=True)  # noqa: T201


def _options() -> Namespace:
    parser = ArgumentParser()
    for name, kind in (("credentials", int), ("applications", int)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    for name in ("call-ms", "object-ms"):
        parser.add_argument(f"--{name}", type=float, required=True)
    parser.add_argument("--fault", action="append", default=[])
    return parser.parse_args()


if __name__ == "__main__":
    _serve(_options())
