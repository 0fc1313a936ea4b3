"""The cells beside a rule in the row of a table, each with the heading and the column of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from credentials.rights.reading_rules.notations.cells import (
    ALIGNED,
    Span,
    cells_of,
    delimiter_of,
    is_ruler,
    raw_mark_in,
)
from credentials.rights.reading_rules.pieces import Piece

#: Rows of another number of cells, and lines of prose, are of no table with it.
_MOST_LINES: Final = 12
_LONGEST: Final = 2_000


class Cell(NamedTuple):
    """``text[start:end]`` is ``words`` in a column of that heading; both in lower case.

    ``heading_span`` is where the heading stands, and ``heading`` is "" where no line of headings
    is above. The cells of one ``column`` stand in rows of one table.
    """

    start: int
    end: int
    heading: str
    words: str
    heading_span: Span
    column: tuple[int, int]


class _Table(NamedTuple):
    """A table, by what parts its cells and how many a row has; it begins at ``start``."""

    start: int
    delimiter: str
    width: int
    headings: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


class _Row(NamedTuple):
    start: int
    end: int
    cells: list[Span]


_NO_TABLE: Final = _Table(-1, "", 0)
_NO_ROW: Final = _Row(-1, -1, [])


def cells_beside(text: str, pieces: Sequence[Piece]) -> list[tuple[Piece, Cell]]:
    """The cells in the row of every piece that stands in a table, its own method and path not."""
    beside: list[tuple[Piece, Cell]] = []
    table, row = _NO_TABLE, _NO_ROW
    for piece in pieces:
        start, end = _line_of(text, piece)
        if start < 0:
            continue
        if start != row.start:
            before, delimiter = row.end, delimiter_of(text[start:end])
            row = _Row(start, end, _cells(text, start, end, delimiter, piece))
            is_same = (table.delimiter, table.width) == (delimiter, len(row.cells))
            if not is_same or not _goes_on(text, before, start, delimiter):
                table = _table_of(text, row, delimiter)
        beside += [
            (piece, _cell(text, span, table, number))
            for number, span in enumerate(row.cells)
            if _is_beside(text, span, piece)
        ]
    return beside


def _line_of(text: str, piece: Piece) -> tuple[int, int]:
    """Where the line of a piece begins and ends; -1 where that is far off."""
    lowest = max(0, piece.start - _LONGEST)
    start = text.rfind("\n", lowest, piece.start) + 1
    end = text.find("\n", piece.end, piece.end + _LONGEST)
    end = end if end >= 0 else len(text)
    is_near = end <= piece.end + _LONGEST and (start or not lowest)
    return (start, end) if is_near else (-1, -1)


def _cells(text: str, start: int, end: int, delimiter: str, piece: Piece) -> list[Span]:
    """The cells of a line; where nothing but blanks parts them, what stands behind the piece."""
    if delimiter != ALIGNED:
        return cells_of(text, start, end, delimiter)
    mark = raw_mark_in(text, (piece.end, end))
    return [(piece.end, end)] if mark and " " not in mark else []


def _cell(text: str, span: Span, table: _Table, number: int) -> Cell:
    heading = table.headings[number] if table.headings else ""
    above = table.spans[number] if table.headings else (0, 0)
    return Cell(*span, heading, text[slice(*span)].lower(), above, (table.start, number))


def _is_beside(text: str, span: Span, piece: Piece) -> bool:
    """Whether a cell is none that the piece was read from."""
    start, end = span
    if end <= piece.start or start >= piece.end:
        return True
    return not text[start:end].strip() and text[start - 1 : start] != "*"


def _goes_on(text: str, end: int, start: int, delimiter: str) -> bool:
    """Whether nothing but rows and what parts them stands between two rows."""
    if end + 1 == start:
        return True
    lines = text[end:start].split("\n") if start - end < _LONGEST else []
    return 0 < len(lines) <= _MOST_LINES and all(
        is_ruler(line) or delimiter[0] in line for line in lines[1:-1]
    )


def _table_of(text: str, row: _Row, delimiter: str) -> _Table:
    """The table of a row: its headings are in the first line up there that has no path."""
    table = _Table(row.start, delimiter, len(row.cells))
    start = row.start
    for _ in range(_MOST_LINES if delimiter != ALIGNED else 0):
        if not start:
            break
        end = start - 1
        start = text.rfind("\n", max(0, end - _LONGEST), end) + 1
        line = text[start:end]
        if is_ruler(line):
            continue
        if delimiter_of(line) != delimiter:
            break
        if "/" not in line:
            spans = tuple(cells_of(text, start, end, delimiter))
            if len(spans) != table.width:
                break
            headings = tuple(text[slice(*span)].strip().lower() for span in spans)
            return table._replace(headings=headings, spans=spans)
    return table
