"""The cells beside a rule in the row of a table, each with the heading and the column of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from credentials.rights.reading_rules.notations.cells import (
    ALIGNED,
    EX,
    TICKS,
    Span,
    cells_of,
    delimiter_of,
    is_ruler,
    raw_mark_in,
    unframed_cells_of,
)
from credentials.rights.reading_rules.pieces import Piece

#: A line that may be one of headings.
_MAY_HEAD: Final = re.compile(r"^[^\n/|│║┃\t;,]*[|│║┃\t;,][^\n/]*$", re.MULTILINE)
#: A cell that says yes: without one, nothing but headings tells what a no is about.
_YES: Final = re.compile(
    rf"(?:^|[|│║┃\t;, ])[\"'`*_:= ]{{0,4}}(?:{'|'.join(map(re.escape, sorted(TICKS | {EX})))})"
    r"[\"'`*_ ]{0,4}(?=[|│║┃\t;,]|[ \t\r]{0,4}$)",
    re.IGNORECASE | re.MULTILINE,
)
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
    column: tuple[int, int, int]


class _Table(NamedTuple):
    """A table, by what parts its cells; the first row with a rule begins at ``start``."""

    start: int
    delimiter: str
    headings: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


def cells_beside(text: str, pieces: Sequence[Piece]) -> list[tuple[Piece, Cell]]:
    """The cells in the row of every piece that stands in a table, its own method and path not."""
    beside: list[tuple[Piece, Cell]] = []
    has_yes, heading = _YES.search(text) is not None, _MAY_HEAD.search(text)
    if not has_yes and not heading:
        return beside
    first = heading.start() if heading and not has_yes else 0
    table, row_start, row_end = _Table(-1, ""), -1, -1
    spans: list[Span] = []
    for piece in pieces:
        if piece.start < first:
            continue
        start, end = _line_of(text, piece)
        if start < 0:
            continue
        if start != row_start:
            delimiter = delimiter_of(text[start:end])
            is_next = row_end + 1 == start or _goes_on(text, row_end, start, delimiter)
            if table.delimiter != delimiter or not is_next:
                table = _table_of(text, start, delimiter)
            row_start, row_end = start, end
            is_read = has_yes or table.headings
            spans = _cells(text, start, end, table, piece) if is_read else []
        beside += [
            (piece, _cell(text, spans, table, number))
            for number, span in enumerate(spans)
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


def _cells(text: str, start: int, end: int, table: _Table, piece: Piece) -> list[Span]:
    """The cells of a line; where nothing but blanks parts them, what stands behind the piece."""
    if table.delimiter == ALIGNED:
        mark = raw_mark_in(text, (piece.end, end))
        return [(piece.end, end)] if mark and " " not in mark else []
    cells = unframed_cells_of(text, start, end) if table.delimiter == "|" else []
    is_row = cells and len(table.headings) in {0, len(cells)}
    return cells if is_row else cells_of(text, start, end, table.delimiter)


def _cell(text: str, spans: Sequence[Span], table: _Table, number: int) -> Cell:
    """The cell of that number; headings of another count are of another table."""
    span, width = spans[number], len(spans)
    has_heading = len(table.headings) == width
    heading = table.headings[number] if has_heading else ""
    above = table.spans[number] if has_heading else (0, 0)
    return Cell(*span, heading, text[slice(*span)].lower(), above, (table.start, width, number))


def _is_beside(text: str, span: Span, piece: Piece) -> bool:
    """Whether a cell is none that the piece was read from."""
    start, end = span
    if end <= piece.start or start >= piece.end:
        return True
    return not text[start:end].strip() and text[start - 1 : start] != "*"


def _goes_on(text: str, end: int, start: int, delimiter: str) -> bool:
    """Whether nothing but rows and what parts them stands between two rows."""
    lines = text[end:start].split("\n") if start - end < _LONGEST else []
    return 0 < len(lines) <= _MOST_LINES and all(
        is_ruler(line) or delimiter[0] in line for line in lines[1:-1]
    )


def _table_of(text: str, start: int, delimiter: str) -> _Table:
    """The table of the row at ``start``: its headings are in the first line up there that has no
    path."""
    table = _Table(start, delimiter)
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
            headings = tuple(text[slice(*span)].strip().lower() for span in spans)
            return table._replace(headings=headings, spans=spans)
    return table
