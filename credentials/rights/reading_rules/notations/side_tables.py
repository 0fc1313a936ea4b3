"""Tables with a row for each method and a column for each path, a mark where it is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from credentials.core import Method, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.notations.cells import (
    CROSSES,
    EX,
    Span,
    cells_of,
    delimiter_of,
    is_ruler,
    mark_in,
    ticks_among,
)
from credentials.rights.reading_rules.notations.tables import UNCLEAR, path_in
from credentials.rights.reading_rules.paths.text_path import Pair
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token

_ROW: Final = re.compile(
    rf"^[ \t>|│║┃]{{0,9}}[*_`\"']{{0,3}}(?P<method>{METHOD_NAMES})[*_`\"']{{0,3}}[ \t]*[|│║┃\t;,]"
    r"[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_METHOD: Final = re.compile(rf"\W*(?:{METHOD_NAMES})\W*", re.IGNORECASE)
#: What may stand between the header and the first row: rulers and blank lines.
_MOST_RULERS: Final = 3


@dataclass(frozen=True, slots=True)
class _Row:
    method: Method
    cells: list[Span]


def side_tables_in(text: str) -> Iterator[Token]:
    """Every such table of a text, as the rules that are marked; unclear cells are said."""
    place = 0
    while match := _ROW.search(text, place):
        paths = _header(text, match.start())
        rows = list(_rows(text, match.start(), len(paths))) if paths else []
        if rows:
            yield _table(text, paths, rows)
        place = max(match.end(), rows[-1].cells[-1][1] if rows else 0)


def _header(text: str, end: int) -> list[Token]:
    """The paths of the line above the rows, where it has nothing else but a first cell."""
    for _ in range(_MOST_RULERS):
        if end == 0:
            return []
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start : end - 1]
        if _ROW.match(line):
            return []
        if not is_ruler(line):
            return _columns(text, cells_of(text, start, end - 1, delimiter_of(line)))
        end = start
    return []


def _columns(text: str, cells: Sequence[Span]) -> list[Token]:
    """The paths of a line whose cells they are, but for the first."""
    corner = text[slice(*cells[0])] if cells else ""
    if "/" in corner or _METHOD.fullmatch(corner):
        return []
    paths = [path for cell in cells[1:] if (path := path_in(text, cell))]
    return paths if [(path.start, path.end) for path in paths] == cells[1:] else []


def _rows(text: str, start: int, columns: int) -> Iterator[_Row]:
    while match := _ROW.match(text, start):
        cells = cells_of(text, *match.span(), delimiter_of(match[0]))
        are_marks = not any(path_in(text, cell) for cell in cells[1:])
        if not are_marks or len(cells) > columns + 1:
            return
        yield _Row(Method(match["method"].upper()), cells)
        start = match.end() + 1
        for _ in range(_MOST_RULERS):
            end = text.find("\n", start)
            if end < 0 or not is_ruler(text[start:end]):
                break
            start = end + 1


def _table(text: str, paths: Sequence[Token], rows: Sequence[_Row]) -> Token:
    ticks = ticks_among(mark_in(text, cell) for row in rows for cell in row.cells[1:])
    pairs, problems = [], []
    for row in rows:
        for path, cell in zip(paths, row.cells[1:], strict=False):
            mark = mark_in(text, cell)
            if mark in ticks:
                pairs.append(Pair(*cell, (row.method,), path.path))
            elif mark not in CROSSES and mark != EX:
                values = {"cell": visible_text(mark), "method": row.method.value}
                problems.append((*cell, say(UNCLEAR, **values)))
    end = rows[-1].cells[-1][1]
    return Token(Kind.RULES, paths[0].start, end, pairs=tuple(pairs), problems=tuple(problems))
