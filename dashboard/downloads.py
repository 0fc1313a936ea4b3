"""Files and long pages, written a part at a time, whatever their length.

Each is whole before its first byte is sent: what cannot be read is said on a page, and leaves no
half of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import Final

from django.http import FileResponse

from credentials import reports

#: The forms of a table of rows.
FORMATS: Final = ("csv", "json")
#: The forms of files, each with its content type.
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "sarif": "application/sarif+json; charset=utf-8",
    "zip": "application/zip",
}
_PAGE: Final = "text/html; charset=utf-8"
#: Bytes of a file that are held in memory; what is longer is written to the disk.
_IN_MEMORY: Final = 1_000_000
_Parts = Iterable[str | bytes]
_Row = Mapping[str, str | int | list[str] | None]


def table(form: str, rows: Iterable[_Row], *, columns: Sequence[str], name: str) -> FileResponse:
    """The rows as a file in one of ``FORMATS``; in any other it is CSV. Each row has the columns.

    A list is one cell of a CSV file, its parts divided by line breaks.
    """
    if form == "json":
        return file(reports.json_lines(rows), form="json", name=name)
    return file(reports.csv_lines(rows, columns), form="csv", name=name)


def file(parts: _Parts, *, form: str, name: str) -> FileResponse:
    """The parts as a file in one of the forms of ``TYPES``."""
    named = f"{name}.{form}"
    return FileResponse(
        _written(parts), as_attachment=True, filename=named, content_type=TYPES[form]
    )


def page(parts: _Parts) -> FileResponse:
    """The parts as a page."""
    return FileResponse(_written(parts), content_type=_PAGE)


def _written(parts: _Parts) -> SpooledTemporaryFile[bytes]:
    """A file of all the parts, at its start; closed when a part cannot be had."""
    with ExitStack() as until_sent:
        whole = until_sent.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        whole.writelines(part.encode() if isinstance(part, str) else part for part in parts)
        whole.seek(0)
        until_sent.pop_all()  # the answer closes it
    return whole
