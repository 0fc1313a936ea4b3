"""Tables as text: CSV and JSON, written a row at a time, whatever their length."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
#: The form of JSON reports; another number means other names.
SCHEMA: Final = "keydesk-report-1"
_Row = Mapping[str, Any]


def csv_lines(rows: Iterable[_Row], columns: Sequence[str]) -> Iterator[str]:
    """Lines of a CSV file with a heading; no spreadsheet takes a cell of them for a formula.

    A list is one cell, its parts divided by line breaks.
    """
    writer = csv.writer(_Echo())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([_cell(row[column]) for column in columns])


def json_lines(rows: Iterable[_Row]) -> Iterator[str]:
    """A JSON array, an element a line."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(dict(row), ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def document_lines(name: str, rows: Iterable[_Row], *, made_at: str) -> Iterator[str]:
    """A report as one JSON object, a row a line; ``docs/reports.md`` has its schema."""
    head = {"schema": SCHEMA, "report": name, "made_at": made_at}
    yield json.dumps(head)[:-1] + ', "rows": '
    yield from json_lines(rows)
    yield "}\n"


def _cell(value: Any) -> str:
    if isinstance(value, list):
        value = "\n".join(map(str, value))
    text = "" if value is None else str(value)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


class _Echo:
    """A file that gives back what is written: the writer's lines, one by one."""

    def write(self, line: str) -> Any:
        return line
