"""What the rights builder asks of the catalogue, beside a plain scan of all operations."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import tracemalloc
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from credentials.rights import (
    AccessRule,
    Catalogue,
    Operation,
    bundled_catalogue,
    load_snapshot,
    parse_rules,
    reach,
    risks,
    search,
)
from credentials.rights.catalogue.operation import ANY
from credentials.rights.catalogue.snapshot import SNAPSHOTS
from credentials.rights.glob import STAR
from credentials.sealing import Key
from tests import scratch

_RUNS: Final = 20
_PLAIN_RUNS: Final = 3
_SHOWN: Final = 50
_WANTED_RATIO: Final = 10.0
_WANTED_MIB: Final = 20.0
_TODAY: Final = date(2026, 11, 23)
RULES: Final = """
    GET /domain/zone
    GET /domain/zone/*
    GET,POST /domain/zone/example.com/record
    GET,PUT,DELETE /domain/zone/example.com/record/*
    POST /domain/zone/*/refresh
    GET,PUT /domain/example.com
    POST /domain/*/nameServers/update
    GET /cloud/project
    GET,POST,PUT,DELETE /cloud/project/0123456789abcdef0123456789abcdef/*
    GET /vps
    GET /vps/*
    POST /vps/*/reboot
    GET,PUT /dedicated/server/ns1234567.ip-192-0-2.eu
    GET,POST /dedicated/server/ns1234567.ip-192-0-2.eu/*
    GET /me
    GET /me/bill*
    GET /ip
    GET /ip/*
    POST /ip/*/reverse
    GET,DELETE /me/api/credential/*
"""
_PHRASES: Final = (
    "zone record",
    "reboot server",
    "create record",
    "kubernetes nodepool",
    "GET /domain/zone/*/record",
    "/cloud/project/0123/instance",
    "certbot",
    "name servers update",
    "delete volume",
    "dnsZone:apiovh:record/create",
)


def run(options: Namespace) -> int:
    """Print what was measured; 1 when something is slower or larger than wanted, else 0."""
    tracemalloc.start()
    catalogue = bundled_catalogue()
    _warm(catalogue)
    mib = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    rules = parse_rules(RULES)
    _say(f"{len(catalogue.operations)} operations, {len(rules)} rules")
    reached = _reach(catalogue, rules)
    search_ratio = _search(catalogue)
    _say(f"loaded, with every index: {mib:.1f} MiB (wanted: under {_WANTED_MIB:.0f})")
    _preview(options.previews)
    return int(min(reached, search_ratio) < _WANTED_RATIO or mib >= _WANTED_MIB)


def _warm(catalogue: Catalogue) -> None:
    """Make every part that the page needs, as its first visitor does."""
    everything = parse_rules("GET,POST,PUT,DELETE /*")
    search(catalogue, "zone")
    risks(catalogue, everything)
    _ = reach(catalogue, everything).by_product


def _reach(catalogue: Catalogue, rules: Sequence[AccessRule], *, runs: int = _RUNS) -> float:
    plain = _PlainReach(catalogue)
    reached = set(map(str, catalogue.operations_in(reach(catalogue, rules, on=_TODAY).bits)))
    if not reached <= set(map(str, plain.reached(rules))):
        raise ArithmeticError("the two ways to find what rules reach disagree")
    scanned = _median(lambda: plain.reached(rules), runs=_PLAIN_RUNS)
    ours = statistics.median(
        _seconds(partial(reach, catalogue, rules, on=_TODAY)) for catalogue in _fresh(runs)
    )
    return _line("reach of the rules", scanned, ours)


def _fresh(count: int) -> Iterator[Catalogue]:
    """Catalogues that were asked nothing yet."""
    content = (SNAPSHOTS / "ovh-eu.csv.gz").read_bytes()
    for _ in range(count):
        catalogue = Catalogue(load_snapshot(content))
        reach(catalogue, parse_rules("GET /me"), on=_TODAY)
        yield catalogue


def _search(catalogue: Catalogue) -> float:
    """Each phrase is typed letter by letter."""
    typed = [phrase[:end] for phrase in _PHRASES for end in range(1, len(phrase) + 1)]
    plain = _PlainSearch(catalogue)
    scanned = [_median(partial(plain.found, text), runs=1) for text in typed]
    ours = [_median(partial(search, catalogue, text), runs=3) for text in typed]
    return _line("search, a keystroke", statistics.mean(scanned), statistics.mean(ours))


def _preview(count: int) -> None:
    """The builder's answer to a change of its rules, from a Keydesk of its own."""
    with tempfile.TemporaryDirectory(prefix="keydesk-bench-") as name:
        place = scratch.empty(Path(name), keys=Key.generate().to_text())
        script = f"from benchmarks import rights_page; rights_page.preview({count})"
        words = ("shell", "--no-imports", "--verbosity", "0", "--command", script)
        done = place.manage(*words)
        scratch.drop(place)
    if done.returncode:
        raise RuntimeError(done.stderr)
    took = json.loads(done.stdout.splitlines()[-1])
    clock, processor = (took[name][int(count * 0.95) - 1] for name in ("clock", "processor"))
    _say(
        f"the builder's preview of a change, {count} requests through Django's test client: "
        f"p95 {clock:.1f} ms, of processor {processor:.1f} ms"
    )


class _PlainReach:
    """Every rule held against every operation, with a likely call of it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._operations = [(operation, operation.segments) for operation in catalogue.operations]

    def reached(self, rules: Sequence[AccessRule]) -> list[Operation]:
        parted = [(rule, rule.path.split("/")[1:]) for rule in rules]
        return [
            operation
            for operation, segments in self._operations
            if any(
                rule.method == operation.method and rule.covers(rule.method, _call(segments, named))
                for rule, named in parted
            )
        ]


class _PlainSearch:
    """Every word looked for in the text of every operation, the finds sorted."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._texts = [
            (_text(operation), operation)
            for operation in catalogue.operations
            if not operation.is_deprecated
        ]

    def found(self, typed: str) -> list[Operation]:
        words = typed.lower().split()
        operations = [
            operation for text, operation in self._texts if all(word in text for word in words)
        ]
        operations.sort(key=lambda operation: (operation.path.count("/"), operation.path))
        return operations[:_SHOWN]


def _text(operation: Operation) -> str:
    parts = (operation.method, operation.starred, operation.path, *operation.actions)
    return " ".join(parts).lower()


def _call(segments: Sequence[str], named: Sequence[str]) -> str:
    """A call of an operation, with the values that a rule has where its parameters are."""
    parts = []
    for place, segment in enumerate(segments):
        value = named[place] if place < len(named) and STAR not in named[place] else "x"
        parts.append(value if segment == ANY else segment)
    return "/" + "/".join(parts)


def _median(work: Callable[[], object], *, runs: int) -> float:
    return statistics.median(_seconds(work) for _ in range(runs))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _line(name: str, scanned: float, ours: float) -> float:
    """Print a comparison; the ratio."""
    ratio = scanned / ours
    _say(
        f"{name}: plain scan {scanned * 1000:.2f} ms, ours {ours * 1000:.3f} ms, "
        f"ratio {ratio:.0f} (wanted: {_WANTED_RATIO:.0f})"
    )
    return ratio


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
