"""Tables as files: CSV and JSON, written a row at a time, whatever their length."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.http import StreamingHttpResponse

FORMATS: Final = ("csv", "json")
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
_Row = Mapping[str, str | int | list[str] | None]


def download(
    form: str, rows: Iterable[_Row], *, columns: Sequence[str], name: str
) -> StreamingHttpResponse:
    """The rows as a file in one of ``FORMATS``; in any other it is CSV. Each row has the columns.

    A list is one cell of a CSV file, its parts divided by line breaks.
    """
    known = form if form in FORMATS else "csv"
    lines = json_lines(rows) if known == "json" else csv_lines(rows, columns)
    answer = StreamingHttpResponse(lines, content_type=_TYPES[known])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{known}"'
    return answer


def csv_lines(rows: Iterable[_Row], columns: Sequence[str]) -> Iterator[str]:
    """Lines of a CSV file with a heading; no spreadsheet takes a cell of them for a formula."""
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


def _cell(value: str | int | list[str] | None) -> str:
    text = "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int) else text


class _Echo:
    """A file that gives back what is written: the writer's lines, one by one."""

    def write(self, line: str) -> Any:
        return line
