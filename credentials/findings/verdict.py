"""The verdict on a thing: the band that its findings put it in, and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from credentials.core import Sentence, Severity, gettext_noop, ngettext_noop, say
from credentials.findings.engine import Found, evaluate
from credentials.findings.facts import Context, KeyFacts, PlannedRights

_AT_RISK = frozenset({Severity.CRITICAL, Severity.HIGH})
_TO_WATCH = frozenset({Severity.MEDIUM, Severity.LOW})
#: Severities that put a thing in a band; a note counts for nothing.
COUNTING = _AT_RISK | _TO_WATCH


class Band(StrEnum):
    """How much a thing has to be looked at. What opens nothing is in no band."""

    AT_RISK = "at-risk"
    TO_WATCH = "to-watch"
    MUTED = "muted"
    NOTHING_FOUND = "nothing-found"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``findings`` are the worst first; ``sentence`` says the worst one, and how many more."""

    band: Band
    findings: Sequence[Found] = ()

    @property
    def open(self) -> list[Found]:
        """What no exception is made for."""
        return [finding for finding in self.findings if not finding.is_muted]

    @property
    def muted(self) -> int:
        return sum(finding.is_muted for finding in self.findings)

    @property
    def severity(self) -> Severity | None:
        """That of the worst finding without an exception."""
        return self.open[0].severity if self.open else None

    @property
    def sentence(self) -> Sentence:
        """The verdict in a sentence; empty where nothing is found."""
        if not self.open:
            return say(_MUTED, count=self.muted) if self.muted else Sentence("")
        worst, *others = self.open
        if not others:
            return worst.sentence
        return say(_AND_MORE, worst=worst.sentence, count=len(others))


def verdict_on(findings: Sequence[Found]) -> Verdict:
    """The verdict that findings amount to; an exception never makes a thing count as clean."""
    severities = {finding.severity for finding in findings if not finding.is_muted}
    if severities & _AT_RISK:
        return Verdict(Band.AT_RISK, findings)
    if severities & _TO_WATCH:
        return Verdict(Band.TO_WATCH, findings)
    is_muted = any(finding.is_muted for finding in findings)
    return Verdict(Band.MUTED if is_muted else Band.NOTHING_FOUND, findings)


def verdict_on_key(key: KeyFacts, findings: Sequence[Found]) -> Verdict:
    """The same of a key: one that opens nothing is in no band, whatever is found."""
    return verdict_on(findings) if key.opens else Verdict(Band.NONE, findings)


def verdict_on_rights(rights: PlannedRights, context: Context) -> Verdict:
    """The same of rights that nobody has been given yet."""
    return verdict_on(evaluate(rights, context))


_AND_MORE = gettext_noop("%(worst)s And %(count)s more.")
_MUTED = ngettext_noop(
    "An exception is made for %(count)s finding.",
    "Exceptions are made for %(count)s findings.",
    by="count",
)
