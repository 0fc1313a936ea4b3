"""What reports of many keys cost: seconds, and how much memory beyond that of few."""

from __future__ import annotations

import sys
from argparse import Namespace

from benchmarks.findings import inside

#: MiB that ten times the keys may take more.
_MOST = 16.0
_FORMS = ("inventory csv", "inventory json", "findings sarif", "evidence pack")


def run(options: Namespace) -> int:
    """Print the table; 1 when a report of many keys takes more memory than one of few."""
    sizes = (options.keys // 10, options.keys)
    _say("Seconds of processor, and the most memory in MiB, of writing each report:\n")
    _say(f"{'':<16} {'keys':>7} {'seconds':>8} {'MiB':>7}")
    few, many = (inside("reports_rows", size) for size in sizes)
    for form in _FORMS:
        for size, figures in zip(sizes, (few, many), strict=True):
            seconds, memory = figures[form]
            _say(f"{form:<16} {size:>7} {seconds:>8.1f} {memory:>7.1f}")
    growth = max(many[form][1] - few[form][1] for form in _FORMS)
    _say(f"\nTen times the keys: {growth:.1f} MiB more (wanted <= {_MOST:g})")
    return int(growth > _MOST)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
