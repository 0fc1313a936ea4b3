"""The table of security requirements: every id once, a reason each, and tests that exist."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from functools import cache
from typing import NamedTuple

import pytest

from tests.project_files import ROOT

_PAGE = (ROOT / "docs" / "asvs.md").read_text()
_STATES = {"met", "not applicable", "open"}


class Row(NamedTuple):
    id: str
    level: str
    state: str
    reason: str
    evidence: str

    @property
    def shown_by(self) -> list[str]:
        return re.findall(r"`([^`]+)`", self.evidence)


def rows_of(page: str) -> list[Row]:
    cells = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")]
    return [Row(*map(str.strip, row)) for row in cells if re.match(r" \d+\.\d+\.\d+ $", row[0])]


ROWS = rows_of(_PAGE)


def requirements() -> dict[str, str]:
    """The level of every requirement at levels 1 and 2, by its id."""
    with (ROOT / "tests" / "asvs_5_0_ids.csv").open() as file:
        return {row["id"]: row["level"] for row in csv.DictReader(file)}


@cache
def names_of_tests(path: str) -> frozenset[str]:
    """The names of the tests in a file, those of its classes with them."""
    tree = ast.parse((ROOT / path).read_text())
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return frozenset(node.name for node in functions if node.name.startswith("test_"))


def exists(evidence: str) -> bool:
    """Whether there is such a test (``path::name``) or such a document."""
    path, _, name = evidence.partition("::")
    if not (ROOT / path).is_file():
        return False
    return name in names_of_tests(path) if name else not path.startswith("tests/")


def test_there_are_as_many_requirements_as_in_the_standard() -> None:
    assert Counter(requirements().values()) == {"1": 70, "2": 183}


def test_every_requirement_has_its_row_once() -> None:
    assert Counter(row.id for row in ROWS) == Counter(requirements().keys())


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_a_row_says_how_it_stands_and_what_shows_it(row: Row) -> None:
    assert row.level == requirements()[row.id]
    assert row.state in _STATES
    assert re.fullmatch(r"\S.+\.", row.reason)
    assert [evidence for evidence in row.shown_by if not exists(evidence)] == []
    assert row.shown_by or row.state != "met"


def test_the_counts_at_the_top_are_those_of_the_rows() -> None:
    counted = Counter((row.level, row.state) for row in ROWS)
    for level in ("1", "2"):
        met, other, missing = (counted[level, state] for state in ("met", "not applicable", "open"))
        assert f"| {level} | {met} | {other} | {missing} |" in _PAGE


@pytest.mark.parametrize(
    "evidence", ["tests/test_asvs.py::test_nothing", "tests/nothing.py::test_it", "docs/no.md"]
)
def test_evidence_that_is_not_there_is_found(evidence: str) -> None:
    assert not exists(evidence)


def test_a_row_without_a_reason_is_found() -> None:
    (row,) = rows_of("| 1.1.1 | 2 | met |  |  |")
    assert (row.reason, row.shown_by) == ("", [])
