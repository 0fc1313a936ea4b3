"""The command line of the sandbox, and the sandbox it describes."""

from __future__ import annotations

from argparse import ArgumentParser
from inspect import cleandoc
from pathlib import Path
from typing import Any

from credentials.core import API_HOSTS
from sandbox.app import Sandbox
from sandbox.demo_world import ACCOUNTS, build_world
from sandbox.state import quirks, storage
from sandbox.state.call_record import FairUse
from sandbox.state.clock import Clock
from sandbox.state.fault import Fault, FaultKind, parse
from sandbox.state.quirks import Quirks
from sandbox.state.world import HOME, REGIONS, World


def add_arguments(parser: ArgumentParser) -> None:
    """The options of ``manage.py sandbox``."""
    parser.add_argument("--port", type=int, default=8001, help="port on 127.0.0.1; 0 takes any")
    parser.add_argument(
        "--region", choices=REGIONS, default=HOME, help="whose hosts, URNs and routes it has"
    )
    parser.add_argument("--state", type=Path, metavar="FILE", help="keep the world in this file")
    parser.add_argument(
        "--empty", action="store_true", help="start with accounts alone when there is no state"
    )
    parser.add_argument("--credentials", type=int, default=0, help="fill one account up to so many")
    parser.add_argument("--latency-ms", type=float, default=0, help="delay of every answer")
    parser.add_argument(
        "--jitter-ms", type=float, default=0, help="at most so much more, at random"
    )
    parser.add_argument("--object-ms", type=float, default=0, help="and so much for each object")
    parser.add_argument(
        "--fault", action="append", default=[], metavar="SWITCH", help='"status=503 path=/me/*"'
    )
    parser.add_argument("--quirk", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--clock", type=float, default=0, help="seconds the clock is ahead")
    parser.add_argument(
        "--alias", action="append", default=[], help="further origin that clients may sign for"
    )
    parser.add_argument(
        "--learn",
        type=Path,
        metavar="FILE",
        help="write the smallest rules for the calls that were made into this file at the end",
    )
    parser.add_argument("--tls", nargs=2, metavar=("CERTIFICATE", "KEY"), help="serve over https")


def switch_help() -> str:
    """What can be named after ``--fault`` and ``--quirk``: the docstrings of their classes."""
    faults, quirk_help = cleandoc(FaultKind.__doc__ or ""), cleandoc(Quirks.__doc__ or "")
    note = "Any fault takes path=, method=, count= and after=; path and method may hold *."
    return f"faults:\n\n{faults}\n\n{note}\n\nquirks:\n\n{quirk_help}".replace("``", "")


def sandbox_from(options: dict[str, Any]) -> Sandbox:
    """The sandbox that parsed options describe. Raises ValueError on a bad value."""
    settings = dict(line.partition("=")[::2] for line in options["quirk"])
    return Sandbox(
        _world(options),
        state=options["state"],
        clock=Clock(options["clock"]),
        quirks=quirks.change(Quirks(), settings),
        faults=[*_latency(options), *map(parse, options["fault"])],
        aliases=(*hosts_of(options["region"]), *options["alias"]),
        fair_use=FairUse(),
    )


def _world(options: dict[str, Any]) -> World:
    file, region = options["state"], options["region"]
    if file:
        storage.sweep(file)
    if file and file.exists():
        return _kept_world(file, region)
    if not options["empty"]:
        return build_world(credentials=options["credentials"], region=region).world
    world = World(region)
    for account in ACCOUNTS:
        world.keep(account)
    return world


def hosts_of(region: str) -> tuple[str, ...]:
    """The origins that answer for OVHcloud's API in a region, by both families of hosts."""
    hosts = [row.host for row in API_HOSTS if row.name == f"ovh-{region}"]
    return tuple(f"https://{host}" for host in dict.fromkeys(hosts))


def _kept_world(file: Path, region: str) -> World:
    world = storage.load(file)
    if world.region != region:
        raise ValueError(
            f"{file} holds a sandbox of the region {world.region}. "
            f"Start it with --region {world.region}, or name another file."
        )
    return world


def _latency(options: dict[str, Any]) -> list[Fault]:
    delays = {name: options[f"{name}_ms"] for name in ("latency", "jitter", "object")}
    if not any(delays.values()):
        return []
    extras = {name: str(delays[name]) for name in ("jitter", "object")}
    return [Fault(FaultKind.LATENCY, str(delays["latency"]), options=extras)]
