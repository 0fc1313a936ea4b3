"""A whole reading of an account beside what keeps nothing of it, few keys and ten times as many.

By pages, by batches and by single reads: the stand-in leaves out what is quicker. Two things keep
nothing: the loop of the README of the ``ovh`` package, which is what people run, and the bare
fetch, which is Keydesk's own client making the same calls. ``work`` is the time of the processor
that the whole reading took: a busy machine adds to all other seconds. Memory is what Python holds
at most, by tracemalloc in a reading of its own: SQLite's cache is beside it, and has its own bound.
"""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import Namespace
from copy import copy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.client import Line, line_of, whole
from benchmarks.stand_in import ENDPOINT, StandIn
from credentials.sealing import Key
from tests import scratch

#: Of each way, the faults that leave no quicker one.
_WITHOUT: Final[dict[str, tuple[str, ...]]] = {
    "pages": (),
    "batch": ("no-pages",),
    "single": ("no-pages", "no-batch"),
}
_MOST_OF_FETCH, _MOST_GROWTH, _MOST_AGAIN, _MOST_MIB = 2.5, 11.0, 0.3, 10.0
_ROW = "{:<7} {:>6} {:>12} {:>6} {:>6} {:>7} {:>6} {:>6} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6}"
_FIRST = ("way", "keys", "README loop", "fetch", "calls")
_WHOLE = ("whole", "work", "calls", "of the", "of the")
_HEADINGS = (
    (*_FIRST, *_WHOLE, "again", "calls", "of the", "most"),
    ("", "", "seconds", "s", "", "s", "s", "", "fetch", "loop", "s", "", "whole", "MiB"),
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """``loop`` and ``fetch`` are bare; ``first`` and ``again`` are whole readings of Keydesk."""

    way: str
    keys: int
    loop: Line
    fetch: Line
    first: dict[str, float]
    again: dict[str, float]
    mib: float

    @property
    def of_fetch(self) -> float:
        return self.first["seconds"] / self.fetch.cost.seconds

    @property
    def of_loop(self) -> float:
        return self.first["seconds"] / self.loop.cost.seconds

    @property
    def of_first(self) -> float:
        return self.again["seconds"] / self.first["seconds"]


def run(options: Namespace) -> int:
    """Print the table; 1 when a reading takes more than is wanted."""
    _say(
        f"{options.call_ms:g} ms a call and {options.object_ms:g} ms an object answered, no pace; "
        "MiB is the most that Python held, in a reading of its own.\n"
    )
    for words in _HEADINGS:
        _say(_ROW.format(*words).rstrip())
    sizes = (options.credentials, 10 * options.credentials)
    failed = [_falls_short([_read(way, keys, options) for keys in sizes]) for way in _WITHOUT]
    return int(any(failed))


def _read(way: str, keys: int, options: Namespace) -> _Reading:
    world = copy(options)
    world.credentials = keys
    with StandIn(world, faults=_WITHOUT[way]) as stand_in:
        loop = whole(line_of(stand_in, "readme_loop", world), world)
        fetch = line_of(stand_in, way, world)
        figures = _inside(stand_in, "measure")
        mib = _inside(stand_in, "measure_memory")["mib"]
    if figures["keys"] != keys:
        raise RuntimeError(f"{figures['keys']} keys were read, of {keys}")
    reading = _Reading(way, keys, loop, fetch, figures["first"], figures["again"], mib)
    _say(_row(reading))
    return reading


def _inside(stand_in: StandIn, name: str) -> dict[str, Any]:
    """The figures of a Keydesk of its own that reads the stand-in."""
    with tempfile.TemporaryDirectory(prefix="keydesk-bench-") as folder:
        place = scratch.empty(Path(folder) / "sync", keys=Key.generate().to_text())
        script = f"from benchmarks import sync_rows; sync_rows.{name}()"
        words = ("shell", "--no-imports", "--verbosity", "0", "--command", script)
        settings = {
            "OVH_EXTRA_ENDPOINTS": f"{ENDPOINT}={stand_in.connection.api_root}",
            "OVH_CALLS_PER_SECOND": "0",
        }
        given = json.dumps(asdict(stand_in.connection))
        try:
            done = place.manage(*words, given=given, **settings)
        finally:
            scratch.drop(place)
    if done.returncode:
        raise RuntimeError(done.stderr)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _falls_short(readings: list[_Reading]) -> bool:
    few, many = readings
    growth = {
        name: getattr(many, name)["seconds"] / getattr(few, name)["seconds"]
        for name in ("first", "again")
    }
    grown = many.mib - few.mib
    _say(
        f"        ten times the keys: {growth['first']:.1f} times as long, {growth['again']:.1f} "
        f"the second time, {grown:+.0f} MiB"
    )
    return (
        max(reading.of_fetch for reading in readings) > _MOST_OF_FETCH
        or max(reading.of_first for reading in readings) > _MOST_AGAIN
        or growth["first"] > _MOST_GROWTH
        or grown > _MOST_MIB
    )


def _row(reading: _Reading) -> str:
    return _ROW.format(
        reading.way,
        reading.keys,
        f"{reading.loop.cost.seconds:.0f}",
        f"{reading.fetch.cost.seconds:.2f}",
        reading.fetch.traffic.calls,
        f"{reading.first['seconds']:.2f}",
        f"{reading.first['work']:.2f}",
        int(reading.first["calls"]),
        f"{reading.of_fetch:.2f}",
        f"{reading.of_loop:.4f}",
        f"{reading.again['seconds']:.2f}",
        int(reading.again["calls"]),
        f"{reading.of_first:.2f}",
        f"{reading.mib:.1f}",
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
