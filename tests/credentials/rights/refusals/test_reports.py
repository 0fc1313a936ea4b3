"""What people report of their tools: the right cause, and the smallest cure.

The files of ``reports`` hold them, a file a subject: each report with the rules of the key (none:
no key is known), the cause, the rules that are missing, and a part of what is said.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from credentials.rights import bundled_catalogue, explain_refusal, held_rules


class Report(NamedTuple):
    """A text, and what is to be said of it."""

    held: str
    cause: str
    missing: str
    says: str
    text: str


def _report(block: str) -> tuple[str, Report]:
    head, _, text = block.partition("\n\n")
    name, *lines = head.splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    held, cause, missing, says = (
        fields.get(field, "").strip() for field in ("key", "cause", "missing", "says")
    )
    return name, Report(held, cause, missing, says, text.rstrip("\n"))


FILES = sorted(Path(__file__).with_name("reports").glob("*.txt"))
BLOCKS = [block for file in FILES for block in file.read_text().split("=== ")[1:]]
REPORTS = dict(map(_report, BLOCKS))


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_gets_its_cause_and_its_smallest_cure(name: str) -> None:
    report = REPORTS[name]
    rules = held_rules(report.held) if report.held else None
    explanation = explain_refusal(bundled_catalogue(), report.text, rules)
    missing = ", ".join(str(rule) for rule in explanation.missing)
    assert (explanation.cause, missing) == (report.cause, report.missing)
    assert str(explanation.sentence).endswith(".")
    said = f"{explanation.sentence} {explanation.doubt} {explanation.next_step}"
    assert report.says in said


def test_there_are_more_reports_than_thirty_and_none_hides_another() -> None:
    assert len(REPORTS) == len(BLOCKS) > 30
