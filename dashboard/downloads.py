"""Tables as files: CSV and JSON, written a row at a time, whatever their length.

A file is whole before its first byte is sent: what cannot be read is said on a page, and leaves no
half of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import Final

from django.http import FileResponse

from credentials import reports

FORMATS: Final = ("csv", "json")
_TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
#: Bytes of a file that are held in memory; what is longer is written to the disk.
_IN_MEMORY: Final = 1_000_000
_Row = Mapping[str, str | int | list[str] | None]


def download(form: str, rows: Iterable[_Row], *, columns: Sequence[str], name: str) -> FileResponse:
    """The rows as a file in one of ``FORMATS``; in any other it is CSV. Each row has the columns.

    A list is one cell of a CSV file, its parts divided by line breaks.
    """
    known = form if form in FORMATS else "csv"
    lines = reports.json_lines(rows) if known == "json" else reports.csv_lines(rows, columns)
    with ExitStack() as until_sent:
        file = until_sent.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        file.writelines(line.encode() for line in lines)
        file.seek(0)
        until_sent.pop_all()  # the answer closes it
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.{known}", content_type=_TYPES[known]
    )
