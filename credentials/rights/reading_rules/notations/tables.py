"""Tables with a column for each method: the path in its row, a mark where it is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from credentials.core import Method, Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.notations.cells import (
    ALIGNED,
    CROSSES,
    DOUBLED,
    EX,
    TICKS,
    Span,
    cells_of,
    delimiter_of,
    is_ruler,
    mark_in,
    ticks_among,
)
from credentials.rights.reading_rules.paths.text_path import Pair
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token, tokens_of

#: A line with two methods and no path.
_HEADER: Final = re.compile(
    rf"^(?=[^\n/]{{6,300}}$)[^\n]*?\b(?:{METHOD_NAMES})\b[^\n]*?\b(?:{METHOD_NAMES})\b[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_LINE: Final = re.compile(r"[^\n]*")
_METHOD_ALONE: Final = re.compile(rf"\W*({METHOD_NAMES})\W*", re.IGNORECASE)
_METHOD_NAMED: Final = re.compile(
    rf"[\w ]{{1,24}}\(({METHOD_NAMES})\)|({METHOD_NAMES}) ?\([\w ]{{1,24}}\)"
)

#: What stands above the paths in a table whose columns are told by their place.
_INDENT: Final = " " * 4

#: HTML leaves as many between two rows.
_MOST_BLANK_LINES: Final = 3

_Problem = tuple[int, int, Sentence]


@dataclass(frozen=True, slots=True)
class _Header:
    """``columns`` are the method of each column, None for another; ``spans`` where they stand in
    the line that begins at ``start``."""

    start: int
    delimiter: str
    columns: tuple[Method | None, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    cells: list[Span]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a row gives. ``is_row`` is false for a line that is no row of such a table."""

    pairs: list[Pair]
    problems: list[_Problem]
    is_row: bool = True


_NO_ROW: Final = _Reading([], [], is_row=False)


def tables_in(text: str) -> Iterator[Token]:
    """Every such table of a text, as the rules of its rows; cells that are unclear are said."""
    place = 0
    while match := _HEADER.search(text, place):
        header = _header(text, *match.span())
        table = _table(text, header, match.end()) if header else None
        if table:
            yield table
        place = table.end if table else match.end()


def _header(text: str, start: int, end: int) -> _Header | None:
    line = text[start:end]
    delimiter = delimiter_of(line)
    spans = tuple(cells_of(text, start, end, delimiter))
    columns = tuple(_method(text[slice(*span)]) for span in spans)
    methods = [method for method in columns if method]
    is_other_before = columns[0] is None if columns else False
    if len(methods) < 2 or len(set(methods)) < len(methods):
        return None
    if delimiter == ALIGNED:
        is_key = text[slice(*spans[0])].endswith(":")  # methods: GET PUT
        is_heading = (is_other_before and not is_key) or line.startswith(_INDENT)
        is_table = is_heading and None not in columns[1:]
    else:
        is_table = None in columns or delimiter == DOUBLED or _is_ruled(text, end)
    if not is_table:
        return None
    return _Header(start, delimiter, columns, spans)


def _is_ruled(text: str, end: int) -> bool:
    line = _LINE.match(text, min(end + 1, len(text)))
    return line is not None and "-" in line[0] and is_ruler(line[0])


def _method(heading: str) -> Method | None:
    """The method that a heading names: GET, get, Read (GET)."""
    match = _METHOD_ALONE.fullmatch(heading) or _METHOD_NAMED.fullmatch(heading)
    return Method(next(filter(None, match.groups())).upper()) if match else None


def _table(text: str, header: _Header, end: int) -> Token | None:
    rows = list(_rows(text, header, end))
    ticks = ticks_among(mark_in(text, cell) for row in rows for cell in row.cells)
    readings = [_read(text, header, row, ticks) for row in rows]
    if not readings or not readings[0].is_row:
        return None
    kept = list(takewhile(lambda reading: reading.is_row, readings))
    last = rows[len(kept) - 1].cells[-1][1]
    pairs = tuple(pair for reading in kept for pair in reading.pairs)
    problems = tuple(problem for reading in kept for problem in reading.problems)
    return Token(Kind.RULES, header.start, last, pairs=pairs, problems=problems)


def _rows(text: str, header: _Header, end: int) -> Iterator[_Row]:
    """The lines after the header, up to one that has no path."""
    blanks = 0
    while end < len(text) and (match := _LINE.match(text, end + 1)):
        end = match.end()
        if is_ruler(match[0]):
            blanks = 0 if match[0].strip() else blanks + 1
            if blanks > _MOST_BLANK_LINES:
                return
            continue
        cells = cells_of(text, *match.span(), header.delimiter)
        if len(cells) < 2 or "/" not in match[0]:
            return
        yield _Row(match.start(), cells)
        blanks = 0


def _read(text: str, header: _Header, row: _Row, ticks: frozenset[str]) -> _Reading:
    paths = _paths(text, row)
    aligned = _aligned(header, row)
    pairs: list[Pair] = []
    problems: list[_Problem] = []
    granted: list[Method] = []
    for method, cell in aligned:
        mark = mark_in(text, cell)
        if path := paths.get(cell):
            del paths[cell]
            pairs.append(Pair(path.start, path.end, (method,), path.path))
        elif mark in ticks:
            granted.append(method)
        elif mark not in CROSSES and mark != EX:
            problems.append((*cell, say(UNCLEAR, cell=visible_text(mark), method=method.value)))
    if not _is_row(header, paths, pairs, problems):
        return _NO_ROW
    if granted:
        pairs += [Pair(path.start, path.end, tuple(granted), path.path) for path in paths.values()]
    return _Reading(pairs, problems)


def _is_row(
    header: _Header, paths: dict[Span, Token], pairs: Sequence[Pair], problems: Sequence[_Problem]
) -> bool:
    if len(paths) + bool(pairs) != 1:
        return False
    return not problems if header.delimiter == ALIGNED else len(problems) < 2


def _paths(text: str, row: _Row) -> dict[Span, Token]:
    """The paths of a row by their cells; those in a remark count where there is no other."""
    paths = {cell: path for cell in row.cells if (path := path_in(text, cell))}
    alone = {cell: path for cell, path in paths.items() if (path.start, path.end) == cell}
    return alone or paths


def path_in(text: str, cell: Span) -> Token | None:
    """The one path in a cell."""
    is_mark = mark_in(text, cell) in TICKS | CROSSES
    tokens = [] if is_mark or "/" not in text[slice(*cell)] else list(tokens_of(text, *cell))
    paths = [token for token in tokens if token.kind is Kind.PATH]
    others = [token for token in tokens if token.kind in {Kind.METHODS, Kind.RULES}]
    return paths[0] if len(paths) == 1 and not others else None


def _aligned(header: _Header, row: _Row) -> list[tuple[Method, Span]]:
    """The cells of a row below a method, each with it."""
    marks, methods = row.cells[1:], [method for method in header.columns if method]
    if header.delimiter != ALIGNED:
        columns = zip(header.columns, row.cells, strict=False)
        return [(method, cell) for method, cell in columns if method]
    if len(marks) == len(methods):
        return list(zip(methods, marks, strict=True))
    shift = row.start - header.start
    return [
        (method, cell)
        for method, (left, right) in zip(header.columns, header.spans, strict=True)
        for cell in marks
        if method and cell[0] - shift <= right + 1 and cell[1] - shift >= left - 1
    ]


UNCLEAR: Final = gettext_noop(
    "“%(cell)s” in the column %(method)s is neither yes nor no. Write yes, or leave it empty."
)
