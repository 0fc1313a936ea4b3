"""Tables of wikis, reStructuredText, AsciiDoc and LaTeX as lines with a bar between cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

#: reStructuredText: a row begins with a star, each cell with a hyphen.
_LIST_TABLE: Final = re.compile(
    r"^(?P<indent>[ \t]*)\.\. list-table::[^\n]*(?:\n(?:[ \t]*$|(?P=indent)[ \t]+[^\n]*))*",
    re.MULTILINE,
)
_LIST_CELL: Final = re.compile(r"(?P<row>^[ \t]+\*[ \t]+-(?=\s|$))|\n[ \t]+-(?=\s|$)", re.MULTILINE)
#: MediaWiki: a row begins below a line with a hyphen, a cell with a bar or a mark.
_WIKI_TABLE: Final = re.compile(r"^[ \t]*\{\|[^\n]*(?:\n(?![ \t]*\|\})[^\n]*)*", re.MULTILINE)
_WIKI_CELL: Final = re.compile(
    r"(?P<row>(?:\{\||\n[ \t]*\|-)[^\n]*)?\n[ \t]*(?P<sign>[!|])(?![-}+|])"
)
#: AsciiDoc: as many cells a row as the first line has.
_ASCIIDOC_TABLE: Final = re.compile(
    r"^\|===\n(?P<header>\|[^\n|]*\|[^\n]*)(?P<rows>(?:\n(?!\|===)[^\n]*)*)", re.MULTILINE
)
_ASCIIDOC_CELL: Final = re.compile(r"\n\s{0,3}\|(?=(?P<only>[^\n|]*$)?)", re.MULTILINE)
#: LaTeX: ampersands between cells, two backslashes at the end.
_LATEX_ROW: Final = re.compile(
    r"^[^\n&]{1,200}(?:&[^\n&]{0,200})+\\\\[ \t]*(?:\\\w+[ \t]*)?$", re.MULTILINE
)
_LATEX_CELL: Final = re.compile(r"&|\\\\[^\n]*$", re.MULTILINE)
#: DokuWiki: cells of a header begin with a caret.
_CARET_HEADER: Final = re.compile(r"^[ \t]*\^[^\n]*\^[ \t]*$", re.MULTILINE)
_ROW_BREAK, _CELL_BREAK = "\n|", " |"


class Break(NamedTuple):
    """``text[start:end]`` begins a row or a cell, as ``instead`` does in a table of one line a
    row."""

    start: int
    end: int
    instead: str


def breaks_in(text: str) -> Iterator[Break]:
    """Every such break of a text, in its order."""
    yield from sorted(
        (*_list_tables(text), *_wiki_tables(text), *_asciidoc(text), *_latex(text), *_carets(text))
    )


def _list_tables(text: str) -> Iterator[Break]:
    for table in _LIST_TABLE.finditer(text) if ".. list-table::" in text else ():
        for cell in _LIST_CELL.finditer(text, *table.span()):
            yield Break(*cell.span(), "|" if cell["row"] else _CELL_BREAK)


def _wiki_tables(text: str) -> Iterator[Break]:
    for table in _WIKI_TABLE.finditer(text) if "{|" in text else ():
        for cell in _WIKI_CELL.finditer(text, *table.span()):
            yield Break(*cell.span(), f"\n{cell['sign']}" if cell["row"] else _CELL_BREAK)


def _asciidoc(text: str) -> Iterator[Break]:
    for table in _ASCIIDOC_TABLE.finditer(text) if "|===" in text else ():
        columns = table["header"].count("|")
        for place, cell in enumerate(_ASCIIDOC_CELL.finditer(text, *table.span("rows"))):
            if cell["only"] is None:
                break
            yield Break(*cell.span(), _CELL_BREAK if place % columns else _ROW_BREAK)


def _latex(text: str) -> Iterator[Break]:
    for row in _LATEX_ROW.finditer(text) if "&" in text else ():
        for cell in _LATEX_CELL.finditer(text, *row.span()):
            yield Break(*cell.span(), "|" if cell[0] == "&" else " ")


def _carets(text: str) -> Iterator[Break]:
    for header in _CARET_HEADER.finditer(text) if "^" in text else ():
        for place in range(*header.span()):
            if text[place] == "^":
                yield Break(place, place + 1, "|")
