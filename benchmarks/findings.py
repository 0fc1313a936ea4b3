"""What judging keys costs: few and many, all of them and one that changed."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import Namespace
from pathlib import Path
from typing import Any

from credentials.sealing import Key
from tests import scratch

_MOST_GROWTH = 11.0


def run(options: Namespace) -> int:
    """Print the table; 1 when many keys cost more than in proportion, or one key is not alone."""
    sizes = (options.judged // 10, options.judged)
    _say("Seconds of processor for 1 000 keys, judged for the first time and once more:\n")
    _say(f"{'keys':>7} {'first':>7} {'again':>7} {'queries a batch':>16} {'one key, ms':>12}")
    few, many = (_measured(size) for size in sizes)
    growth = {name: many[name] / few[name] for name in ("first", "again")}
    _say(f"\nTen times the keys: {growth['first']:.1f} x, {growth['again']:.1f} x (wanted <= 11 x)")
    is_alone = few["judged_alone"] == many["judged_alone"] == 1
    return int(max(growth.values()) > _MOST_GROWTH or not is_alone)


def _measured(keys: int) -> dict[str, float]:
    figures = inside("findings_rows", keys)
    by_batch = [figures[name] / figures["batches"] for name in ("first_queries", "queries")]
    _say(
        f"{keys:>7} {figures['first'] / keys * 1000:>7.2f} {figures['again'] / keys * 1000:>7.2f} "
        f"{by_batch[0]:>8.1f} {by_batch[1]:>7.1f} {figures['alone'] * 1000:>12.1f}"
    )
    return figures


def inside(module: str, keys: int) -> dict[str, Any]:
    """What that module of ours printed, in a process and on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="keydesk-bench-") as name:
        place = scratch.empty(Path(name) / "findings", keys=Key.generate().to_text())
        try:
            script = f"from benchmarks import {module}; {module}.measure({keys})"
            words = ("shell", "--no-imports", "--verbosity", "0", "--command", script)
            done = place.manage(*words)
        finally:
            scratch.drop(place)
    if done.returncode:
        raise RuntimeError(done.stderr)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
