"""A text of any kind, line by line, to candidates: in linear time, however long it is."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from credentials.onboarding.reading_keys import grammar
from credentials.onboarding.reading_keys.candidates import Candidate, Leftover
from credentials.onboarding.reading_keys.collecting import Collector
from credentials.onboarding.reading_keys.frames import Kind
from credentials.onboarding.reading_keys.line_reading import LineReader
from credentials.onboarding.reading_keys.making import RegionOf
from credentials.onboarding.reading_keys.names import name_of
from credentials.onboarding.reading_keys.tables import Table, is_rule, table_at
from credentials.onboarding.reading_keys.values import Value

_QUOTES: Final = str.maketrans("“”„‟«»‘’‚", '""""""\'\'\'')
#: What parts and marks the text of a page.
_PAGE_TAG: Final = re.compile(
    r"</?(?:table|t[rdh]|tbody|d[ltd]|[uo]l|li|div|p|pre|span|strong|code|b|em|br|h\d)"
    r"(?:\s[^<>\n]{0,300})?/?>",
    re.IGNORECASE,
)
#: Signs as pages and programs write them: ``&quot;``, ``\\u0027``; and the mark of quoted mail.
_ENTITY: Final = re.compile(
    r"&(?:quot|apos|lt|gt|amp|nbsp|#\d{1,5}|#x[0-9a-f]{1,4});", re.IGNORECASE
)
_ESCAPED_SIGN: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_MARK_OF_MAIL: Final = re.compile(r"\A(?:> ?)+")
#: A file within a string: its lines are parted by two signs.
_ESCAPED_LINES: Final = re.compile(r"(?<=[\w\]'\",;{})])(?:\\r)?\\n(?=[\w\[#$@ {}-])")


def read_candidates(lines: Iterable[str], *, region_of: RegionOf) -> Iterator[Candidate | Leftover]:
    """What the lines hold, in their order as far as containers end; the last at the end.

    ``region_of`` gives the region that a text names, or nothing. Raises nothing for any text.
    """
    reader = _Reader(region_of)
    for number, line in enumerate(lines, 1):
        for part in _plain(line).splitlines() or [""]:
            bare = part.lstrip("\ufeff")
            reader.read(bare, number)
            reader.collected.end_line(bare)
        yield from reader.collected.taken()
    reader.finish()
    yield from reader.collected.taken()


def _plain(line: str) -> str:
    """The line with straight quotes, and what JSON has escaped within JSON as it was."""
    plain = _MARK_OF_MAIL.sub("", line.replace("\x00", " "), count=1)
    plain = _ESCAPED_SIGN.sub(lambda sign: chr(int(sign[1], 16)), plain)
    plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), plain)
    plain = _PAGE_TAG.sub(lambda tag: "  " if tag.start() else "", plain.translate(_QUOTES))
    if '\\"' not in plain and not _ESCAPED_LINES.search(plain):
        return plain
    for escaped, sign in (("\\r\\n", "\n"), ("\\n", "\n"), ("\\t", "\t"), ('\\"', '"')):
        plain = plain.replace(escaped, sign)
    return plain


class _Reader:
    """Where the reading stands between two lines."""

    def __init__(self, region_of: RegionOf) -> None:
        self.collected = Collector(region_of)
        self._line_reader = LineReader(self.collected, self._read_text)
        self._region_of = region_of
        self._table: Table | None = None

    def read(self, line: str, number: int) -> None:
        self.collected.line = number
        if not line.strip():
            if self._table is not None and self._table.has_rows:
                self._table = None
            return
        if self._read_table(line):
            return
        heading = grammar.HEADING.fullmatch(line.strip())
        if heading and not grammar.HEADING_OF_FIELD.search(heading[1]):
            self.collected.begin_part(heading[1])
        elif grammar.REMARK.match(line):
            self._line_reader.read_remark(line)
        else:
            self._read_containers(line)

    def finish(self) -> None:
        """Close whatever is open: the text is over."""
        self._line_reader.finish()
        self.collected.close_all()

    def _read_text(self, text: str) -> None:
        """A file that a value holds in base64: what is in it stands where the value does."""
        line = self.collected.line
        for part in read_candidates(text.splitlines(), region_of=self._region_of):
            self.collected.add(replace(part, line=line))

    def _read_table(self, line: str) -> bool:
        """Whether the line is a row or the head of a table."""
        if table := table_at(line):
            self._table = table
        if table is not None or self._table is None:
            return table is not None
        if grammar.DOCUMENT.fullmatch(line):
            self._table = None
            return False
        if is_rule(line):
            return True
        cells = self._table.cells(line)
        if cells is None:
            return False
        self._table.has_rows = True
        self._read_row(self._table, cells)
        return True

    def _read_row(self, table: Table, cells: Iterable[str]) -> None:
        values = list(cells)
        frame = self.collected.open(Kind.SECTION)
        frame.title = values[table.label] if table.label is not None else ""
        column = 1
        for name, cell in zip(table.columns, values, strict=True):
            if name is not None and cell:
                self.collected.set(name, Value(cell, column - 1, column + len(cell)), frame)
            column += len(cell) + 1
        self.collected.close(frame)

    def _read_containers(self, line: str) -> None:
        """What begins and ends with the line, then what is in it."""
        if grammar.DOCUMENT.fullmatch(line):
            self.collected.close_all()
            return
        indent = len(line) - len(line.lstrip())
        item = grammar.ITEM.match(line)
        self.collected.dedent(indent, is_item=item is not None)
        section = grammar.SECTION.fullmatch(line)
        name = section[1].strip() if section else ""
        if section and not self.collected.in_braces and not name.startswith("."):
            self._line_reader.drop_pending()
            self.collected.begin_section(name, indent)
            return
        if item and not self.collected.in_braces:
            self.collected.open(Kind.ITEM, indent=len(item[1]))
        self._line_reader.read(line, start=item.end() if item else 0)
        self._begin_block(line, item.end() if item else indent)

    def _begin_block(self, line: str, indent: int) -> None:
        block = grammar.BLOCK.fullmatch(line)
        if block and not self.collected.in_braces:
            frame = self.collected.open(Kind.BLOCK, indent=indent)
            name = name_of(block[1])
            frame.given = name
            frame.title = "" if name else block[1]
            if name is not None and name.is_elsewhere:
                self._line_reader.refer()
