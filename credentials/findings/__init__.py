"""Findings: what is worth acting on about keys, applications, people and Keydesk itself.

Rules, engine, bands and the rows that show what was found. What rules reach is worked out in
``rights``, what OVHcloud lists is read in ``live``; pages are the console's.
"""

from __future__ import annotations

from credentials.findings.controls import Control
from credentials.findings.current import (
    verdict_on_application,
    verdict_on_entry,
    verdicts_on_live_keys,
)
from credentials.findings.exceptions import (
    ExceptionTerms,
    end_exception,
    exception_of,
    make_exception,
)
from credentials.findings.facts import Thresholds
from credentials.findings.listing import (
    KEY_CODES,
    MADE_OUTSIDE,
    RIGHTS_CODES,
    findings_for,
    worst_in_entries,
    worst_in_keys,
)
from credentials.findings.occasions import (
    HANDLERS,
    judge_account,
    judge_by_the_clock,
    judge_team,
)
from credentials.findings.outstanding import note as note_change
from credentials.findings.planned import verdict_on_plan
from credentials.findings.registry import CODES
from credentials.findings.team_thresholds import set_thresholds, thresholds_of
from credentials.findings.verdict import Band, Verdict

__all__ = [
    "CODES",
    "HANDLERS",
    "KEY_CODES",
    "MADE_OUTSIDE",
    "RIGHTS_CODES",
    "Band",
    "Control",
    "ExceptionTerms",
    "Thresholds",
    "Verdict",
    "end_exception",
    "exception_of",
    "findings_for",
    "judge_account",
    "judge_by_the_clock",
    "judge_team",
    "make_exception",
    "note_change",
    "set_thresholds",
    "thresholds_of",
    "verdict_on_application",
    "verdict_on_entry",
    "verdict_on_plan",
    "verdicts_on_live_keys",
    "worst_in_entries",
    "worst_in_keys",
]
