"""Tables: a line of columns' names, then a key a line. Commas, semicolons, tabs, bars, blanks."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from credentials.onboarding.reading_keys import shapes, stand_ins
from credentials.onboarding.reading_keys.candidates import Field
from credentials.onboarding.reading_keys.names import Name, possible_name

_BLANKS: Final = "  "
_SIGNS: Final = (",", ";", "\t", "|", _BLANKS)
_HEADING: Final = re.compile(r"[\w .'’_()/#-]{0,60}")
_LABELS: Final = frozenset({"label", "name", "account", "nom", "compte", "description", "title"})
_RULE: Final = re.compile(r"[\s|:+-]+")
_ALIGNED: Final = re.compile(r"\s{2,}+|\t")


@dataclass(slots=True)
class Table:
    """A table's columns, by what they are called; ``label`` is the column of the key's label."""

    sign: str
    columns: tuple[Name | None, ...]
    label: int | None
    has_rows: bool = False

    def cells(self, line: str) -> Sequence[str] | None:
        """The cells of a row, as many as there are columns; None where the line is none of this
        table. A line with more cells or fewer is one where a key stands in its column."""
        cells = _cells(line, self.sign)
        fitted = (cells + [""] * len(self.columns))[: len(self.columns)]
        values = [cell for name, cell in zip(self.columns, fitted, strict=True) if name and cell]
        if any("=" in cell or possible_name(cell) for cell in values if _is_no_key(cell)):
            return None
        if len(cells) == len(self.columns):
            return fitted
        return None if all(map(_is_no_key, values)) or self.sign not in line else fitted


def table_at(line: str) -> Table | None:
    """The table whose headings the line is: two fields or more, and nothing that is no heading."""
    for sign in _SIGNS:
        if sign not in line:
            continue
        cells = _cells(line, sign)
        columns = tuple(possible_name(cell) if _HEADING.fullmatch(cell) else None for cell in cells)
        fields = [name.field for name in columns if name and name.field is not Field.ENDPOINT]
        if len(set(fields)) > 1 and all(_is_heading(cell) for cell in cells):
            is_one_key = len(set(fields)) == len(fields)
            return Table(
                sign, _of_one_key(columns) if is_one_key else columns, _label_column(cells)
            )
    return None


def is_rule(line: str) -> bool:
    """Whether a line only draws a table's line."""
    return bool(_RULE.fullmatch(line)) and "-" in line


def _is_no_key(cell: str) -> bool:
    return bool(stand_ins.problem_of(cell, name=""))


def _is_heading(cell: str) -> bool:
    return bool(_HEADING.fullmatch(cell)) and not any(shapes.keys_in(cell))


def _of_one_key(columns: Sequence[Name | None]) -> tuple[Name | None, ...]:
    return tuple(name and replace(name, group="") for name in columns)


def _cells(line: str, sign: str) -> list[str]:
    if sign == _BLANKS:
        return _ALIGNED.split(line.strip())
    if sign == "|":
        line = line.strip().removeprefix("|").removesuffix("|")
    try:
        rows = list(csv.reader([line.strip("\r\n")], delimiter=sign, skipinitialspace=True))
    except csv.Error:
        return []
    return [cell.strip() for cell in rows[0]] if rows else []


def _label_column(cells: Sequence[str]) -> int | None:
    lowered = [cell.lower() for cell in cells]
    return next((place for place, cell in enumerate(lowered) if cell in _LABELS), None)
