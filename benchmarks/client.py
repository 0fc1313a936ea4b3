"""Reading 2 000 keys and their applications five ways; then ours once more at the default pace."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from argparse import Namespace
from dataclasses import asdict, dataclass, replace

from benchmarks.key_readers import WAYS, Cost, Task
from benchmarks.stand_in import StandIn, Traffic
from credentials.ovhcloud import Limits

_FAIR_USE = 60
_TITLES = {
    "readme_loop": "ovh package, README loop",
    "eight_in_flight": "ovh package, 8 in flight",
    "pages": "Keydesk, pages",
    "batch": "Keydesk, batch",
    "single": "Keydesk, single reads",
}
_WANTED = {"pages": 150.0, "batch": 80.0, "single": 25.0}
_COLUMNS = "{:<26} {:>6} {:>9} {:>9} {:>13} {:>9}  {:<12} {}"
_HEADINGS = ("way", "calls", "seconds", "ratio", "calls/minute", "peak MiB")


@dataclass(frozen=True, slots=True)
class Line:
    """What a way took; ``note`` says what of it was not measured whole."""

    way: str
    cost: Cost
    traffic: Traffic
    note: str = ""


def run(options: Namespace) -> int:
    """Print both tables; 1 when a ratio is below what is wanted, else 0."""
    _say(
        f"{options.credentials} keys, {options.applications} applications; {options.call_ms:g} ms "
        f"a call and {options.object_ms:g} ms an object answered. Ours without pace, the median "
        f"of {options.runs} runs:"
    )
    with StandIn(options) as stand_in:
        lines = [whole(line_of(stand_in, "readme_loop", options), options)]
        lines.append(line_of(stand_in, "eight_in_flight", options))
        lines += [_median(stand_in, way, options) for way in _WANTED]
        wanted = {way: f">= {least:g} x" for way, least in _WANTED.items()}
        _print(lines, base=lines[0], last=("wanted", wanted))
        if not options.unpaced:
            _say("\nOurs at the default pace, beside the calls a minute that are fair use:")
            paced = [line_of(stand_in, way, options, paced=True) for way in ("pages", "batch")]
            fair = dict.fromkeys(_TITLES, f"<= {_FAIR_USE}")
            _print(
                [*lines[:2], *paced, _computed(lines[-1])], base=lines[0], last=("fair use", fair)
            )
    return int(any(_ratio(line, lines[0]) < _WANTED.get(line.way, 0.0) for line in lines))


def line_of(stand_in: StandIn, way: str, options: Namespace, *, paced: bool = False) -> Line:
    """What one way took, in a process of its own."""
    task = Task(stand_in.connection, options.sample, paced)
    ran = subprocess.run(  # noqa: S603 - a module of ours
        [sys.executable, "-m", WAYS[way].__module__, way],
        input=json.dumps(asdict(task)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Line(way, Cost(**json.loads(ran.stdout)), stand_in.traffic())


def _median(stand_in: StandIn, way: str, options: Namespace) -> Line:
    lines = [line_of(stand_in, way, options) for _ in range(options.runs)]
    middle = statistics.median_low(line.cost.seconds for line in lines)
    return next(line for line in lines if line.cost.seconds == middle)


def whole(line: Line, options: Namespace) -> Line:
    """The sequential loop, scaled by its calls from the keys it read to all."""
    factor = (2 + 2 * options.credentials) / line.traffic.calls
    if factor == 1:
        return line
    cost = replace(line.cost, seconds=line.cost.seconds * factor)
    traffic = Traffic(
        round(line.traffic.calls * factor),
        round(60 * line.traffic.calls / line.cost.seconds),
    )
    return Line(line.way, cost, traffic, note=f"scaled from {line.cost.keys} keys")


def _computed(line: Line) -> Line:
    """Single reads at the default pace take too long to wait for."""
    limits = Limits()
    at_once = limits.burst - limits.burst // 4
    seconds = (line.traffic.calls - at_once) / limits.rate
    traffic = Traffic(line.traffic.calls, at_once + round(60 * limits.rate))
    return replace(line, cost=replace(line.cost, seconds=seconds), traffic=traffic, note="computed")


def _ratio(line: Line, base: Line) -> float:
    return base.cost.seconds / line.cost.seconds


def _print(lines: list[Line], *, base: Line, last: tuple[str, dict[str, str]]) -> None:
    heading, column = last
    _say(_COLUMNS.format(*_HEADINGS, heading, "").rstrip())
    for line in lines:
        row = _COLUMNS.format(
            _TITLES[line.way],
            line.traffic.calls,
            f"{line.cost.seconds:.2f}",
            f"{_ratio(line, base):.3g} x",
            line.traffic.busiest_minute,
            f"{line.cost.mib:.0f}",
            column.get(line.way, ""),
            line.note,
        )
        _say(row.rstrip())


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - what a benchmark is for
