"""What people report of their tools: the right cause, and the smallest cure.

``reports.txt`` holds them: each with the rules of the key (none: no key is known), the cause, and
the rules that are missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from credentials.rights import bundled_catalogue, explain_refusal, parse_rules


class Report(NamedTuple):
    """A text, and what is to be said of it."""

    held: str
    cause: str
    missing: str
    text: str


def _report(block: str) -> tuple[str, Report]:
    head, _, text = block.partition("\n\n")
    name, *fields = head.splitlines()
    held, cause, missing = (field.partition(":")[2].strip() for field in fields)
    return name, Report(held, cause, missing, text)


BLOCKS = Path(__file__).with_name("reports.txt").read_text().split("=== ")[1:]
REPORTS = dict(_report(block) for block in BLOCKS)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_gets_its_cause_and_its_smallest_cure(name: str) -> None:
    report = REPORTS[name]
    rules = parse_rules(report.held) if report.held else None
    explanation = explain_refusal(bundled_catalogue(), report.text, rules)
    missing = ", ".join(str(rule) for rule in explanation.missing)
    assert (explanation.cause, missing) == (report.cause, report.missing)
    assert str(explanation.sentence).endswith(".")


def test_there_are_more_reports_than_thirty() -> None:
    assert len(REPORTS) > 30
