"""Tables as files: CSV and JSON, written a row at a time, whatever their length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.http import StreamingHttpResponse

from credentials import reports

FORMATS: Final = ("csv", "json")
_TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
_Row = Mapping[str, str | int | list[str] | None]


def download(
    form: str, rows: Iterable[_Row], *, columns: Sequence[str], name: str
) -> StreamingHttpResponse:
    """The rows as a file in one of ``FORMATS``; in any other it is CSV. Each row has the columns.

    A list is one cell of a CSV file, its parts divided by line breaks.
    """
    known = form if form in FORMATS else "csv"
    lines = reports.json_lines(rows) if known == "json" else reports.csv_lines(rows, columns)
    answer = StreamingHttpResponse(lines, content_type=_TYPES[known])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{known}"'
    return answer
