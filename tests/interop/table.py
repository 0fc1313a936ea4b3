"""The table that ``make interop`` ends with: a line for each job of each tool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

PROPERTY = "interop"
_HEADINGS = ("tool", "version", "what it did", "file", "calls", "passed")


def rows(reports: dict[str, list[pytest.TestReport]]) -> list[tuple[str, ...]]:
    """The lines for what ran and what could not, headings first; none when there was no job."""
    outcomes = {"passed": "yes", "failed": "NO", "skipped": "skipped"}
    lines = [
        line for outcome, word in outcomes.items() for line in _told(reports.get(outcome, ()), word)
    ]
    return [_HEADINGS, *sorted(lines)] if lines else []


def widths(lines: list[tuple[str, ...]]) -> list[int]:
    """How wide each column has to be."""
    return [max(map(len, column)) for column in zip(*lines, strict=True)]


def _told(reports: Iterable[pytest.TestReport], passed: str) -> Iterator[tuple[str, ...]]:
    for report in reports:
        for name, value in report.user_properties:
            if name == PROPERTY and isinstance(value, tuple):
                yield (*map(str, value), passed)
