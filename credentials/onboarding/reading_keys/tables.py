"""Tables: a line of columns' names, then a key a line. Commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from credentials.onboarding.reading_keys.candidates import Field
from credentials.onboarding.reading_keys.names import Name, name_of

_SIGNS: Final = (",", ";", "\t", "|")
_HEADING: Final = re.compile(r"[\w .'’_()-]{0,60}")
_LABELS: Final = frozenset({"label", "name", "account", "nom", "compte", "description", "title"})
_RULE: Final = re.compile(r"[\s|:+-]+")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's columns, by what they are called; ``label`` is the column of the key's label."""

    sign: str
    columns: tuple[Name | None, ...]
    label: int | None

    def cells(self, line: str) -> Sequence[str] | None:
        """The cells of a row; None where the line is none of this table."""
        cells = _cells(line, self.sign)
        return cells if len(cells) == len(self.columns) else None


def table_at(line: str) -> Table | None:
    """The table whose headings the line is: two fields or more, and nothing that is no heading."""
    for sign in _SIGNS:
        if sign not in line:
            continue
        cells = _cells(line, sign)
        columns = tuple(name_of(cell) if _HEADING.fullmatch(cell) else None for cell in cells)
        fields = {name.field for name in columns if name} - {Field.ENDPOINT}
        if len(fields) > 1 and all(_HEADING.fullmatch(cell) for cell in cells):
            return Table(sign, columns, _label_column(cells))
    return None


def is_rule(line: str) -> bool:
    """Whether a line only draws a table's line."""
    return bool(_RULE.fullmatch(line)) and "-" in line


def _cells(line: str, sign: str) -> list[str]:
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
