"""What long lists cost: each page at few and at many rows, its queries and its time."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from credentials.sealing import Key
from tests import scratch
from tests.scratch import Scratch

_ENTRIES = 10_000
_EVENTS = 100_000
_MOST_RATIO = 1.5

#: Of each page: the median and the 95th percentile in milliseconds, and its queries.
Figures = dict[str, tuple[float, float, int]]


def run(options: Namespace) -> int:
    """Print the table; 1 when a page is slower with many keys than is wanted, or asks more."""
    few, many = (_measure(keys, options.page_runs) for keys in (options.keys // 100, options.keys))
    _say(f"{options.page_runs} runs of each page, milliseconds of processor, the database's too,")
    _say(f"with {options.keys // 100} live keys and with {options.keys}, {_ENTRIES} entries and")
    _say(f"{_EVENTS} events:\n")
    _say(f"{'':<26} {'p50':>6} {'p95':>6} {'p50':>8} {'p95':>6} {'ratio':>6} {'queries':>9}")
    wanting = [name for name in few if not _print_row(name, few[name], many[name])]
    _say(f"\nWanted: ratio of p95 <= {_MOST_RATIO:g}, queries no more. Not so: {wanting or 'none'}")
    return int(bool(wanting))


def _measure(keys: int, runs: int) -> Figures:
    with tempfile.TemporaryDirectory(prefix="keydesk-bench-") as name:
        place = scratch.empty(Path(name) / "pages", keys=Key.generate().to_text())
        try:
            return _inside(place, f"measure({keys}, {_ENTRIES}, {_EVENTS}, runs={runs})")
        finally:
            scratch.drop(place)


def _inside(place: Scratch, call: str) -> Figures:
    """What a function of ``benchmarks.page_rows`` printed, in a process of its own."""
    static = {"KEYDESK_STATIC": str(place.folder / "static")}
    place.manage("collectstatic", "--no-input", **static)
    script = f"from benchmarks import page_rows; page_rows.{call}"
    words = ("shell", "--no-imports", "--verbosity", "0", "--command", script)
    done = place.manage(*words, **static)
    if done.returncode:
        raise RuntimeError(done.stderr)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _print_row(name: str, few: tuple[float, float, int], many: tuple[float, float, int]) -> bool:
    """Whether the page is as it is wanted."""
    ratio = many[1] / few[1]
    queries = f"{few[2]} {many[2]}"
    _say(
        f"{name:<26} {few[0]:>6.1f} {few[1]:>6.1f} {many[0]:>8.1f} {many[1]:>6.1f} "
        f"{ratio:>6.2f} {queries:>9}"
    )
    return ratio <= _MOST_RATIO and many[2] <= few[2]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
