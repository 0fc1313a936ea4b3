"""The command line of the sandbox, and the sandbox it describes."""

from __future__ import annotations

from argparse import ArgumentParser
from inspect import cleandoc
from pathlib import Path
from typing import Any

from sandbox import quirks
from sandbox.app import Sandbox
from sandbox.clock import Clock
from sandbox.demo_world import build_world
from sandbox.demo_world.cast import ACCOUNTS
from sandbox.faults import Fault, Kind, parse
from sandbox.quirks import Quirks
from sandbox.record import FairUse
from sandbox.world import World, storage


def add_arguments(parser: ArgumentParser) -> None:
    """The options of ``manage.py sandbox``."""
    parser.add_argument("--port", type=int, default=8001, help="port on 127.0.0.1; 0 takes any")
    parser.add_argument("--state", type=Path, metavar="FILE", help="keep the world in this file")
    parser.add_argument(
        "--empty", action="store_true", help="start with accounts alone when there is no state"
    )
    parser.add_argument("--credentials", type=int, default=0, help="fill one account up to so many")
    parser.add_argument("--latency-ms", type=float, default=0, help="every answer comes so late")
    parser.add_argument("--jitter-ms", type=float, default=0, help="at most so much later still")
    parser.add_argument("--object-ms", type=float, default=0, help="and so much for each object")
    parser.add_argument(
        "--fault", action="append", default=[], metavar="SWITCH", help='"status=503 path=/me/*"'
    )
    parser.add_argument("--quirk", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--clock", type=float, default=0, help="seconds the clock is ahead")
    parser.add_argument("--alias", action="append", default=[], help="origin it stands for")
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"), help="speak https")


def switches() -> str:
    """What there is to name after ``--fault`` and ``--quirk``, as their classes tell it."""
    faults, questions = cleandoc(Kind.__doc__ or ""), cleandoc(Quirks.__doc__ or "")
    more = "Any fault takes path=, method=, count= and after=; path and method may hold stars."
    return f"faults:\n\n{faults}\n\n{more}\n\nquirks:\n\n{questions}".replace("``", "")


def sandbox_from(options: dict[str, Any]) -> Sandbox:
    """The sandbox that parsed options describe. Raises ValueError on a bad switch."""
    settings = dict(line.partition("=")[::2] for line in options["quirk"])
    return Sandbox(
        _world(options),
        state=options["state"],
        clock=Clock(options["clock"]),
        quirks=quirks.change(Quirks(), settings),
        faults=[*_latency(options), *map(parse, options["fault"])],
        aliases=tuple(options["alias"]),
        fair_use=FairUse(),
    )


def _world(options: dict[str, Any]) -> World:
    if options["state"] and options["state"].exists():
        return storage.load(options["state"])
    if not options["empty"]:
        return build_world(credentials=options["credentials"]).world
    world = World()
    for account in ACCOUNTS:
        world.keep(account)
    return world


def _latency(options: dict[str, Any]) -> list[Fault]:
    late = {name: options[f"{name}_ms"] for name in ("latency", "jitter", "object")}
    if not any(late.values()):
        return []
    extras = {name: str(late[name]) for name in ("jitter", "object")}
    return [Fault(Kind.LATENCY, str(late["latency"]), options=extras)]
