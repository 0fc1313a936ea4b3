"""Holding facts against every rule that is about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from credentials.core import Sentence, Severity
from credentials.findings.controls import OVERPRIVILEGE
from credentials.findings.facts import Context, Facts, KeyFacts, parts_of
from credentials.findings.registry import CODES, Code
from credentials.findings.rules import (  # noqa: F401 -- their codes register on import
    addresses,
    age,
    origin,
    ourselves,
    people,
    reach,
    routes,
    traps,
    use,
    vault,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding about one thing, as of now. ``is_muted``: an exception is made for it."""

    code: Code
    severity: Severity
    sentence: Sentence
    is_muted: bool = False


def evaluate(facts: Facts, context: Context, *, muted: Collection[str] = ()) -> list[Found]:
    """What is found, the worst first; codes in ``muted`` are found as well, and marked."""
    findings = [
        Found(code, hit.severity or code.severity, hit.sentence, code.name in muted)
        for part in parts_of(facts)
        for code in _codes_about(part)
        if not (code.waits and _is_new(part, context))
        if not (code.spares_traps and _is_trap(part))
        if (hit := code.rule(part, context))
    ]
    return worst_first(findings)


def worst_first(findings: Iterable[Found]) -> list[Found]:
    """Findings by how bad they are; of equals, what a key may do before how it is kept."""
    return sorted(findings, key=lambda row: precedence(row.code.name, row.severity))


def precedence(code: str, severity: Severity) -> tuple[int, bool]:
    """By what findings sort, the worst first."""
    return severity.rank, code not in CODES or CODES[code].controls[:1] != OVERPRIVILEGE[:1]


def _codes_about(facts: Facts) -> Iterator[Code]:
    return (code for code in CODES.values() if type(facts) in code.about)


def _is_trap(facts: Facts) -> bool:
    return isinstance(facts, KeyFacts) and facts.trap is not None


def _is_new(facts: Facts, context: Context) -> bool:
    """Whether the thing is within the grace; of what has no age nobody says so."""
    since: datetime | None = getattr(facts, "since", None)
    grace = timedelta(days=context.thresholds.grace)
    return since is not None and context.now - since <= grace
