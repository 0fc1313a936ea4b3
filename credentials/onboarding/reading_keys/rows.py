"""Names in a row, then their values in the same order: ``ak, as_, ck = "…", "…", "…"``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from credentials.onboarding.reading_keys import shapes
from credentials.onboarding.reading_keys.names import Name, possible_name
from credentials.onboarding.reading_keys.values import Value, value_at

_START: Final = re.compile(
    r"\s*+(?:INSERT\s+INTO\s+[\w.\"`]{1,80}\s*+|(?:const|let|var|val|my|our|local|auto|final)\s++)?"
    r"[\[({]?\s*+",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"[\"`]?([$@]?[A-Za-z_]\w{0,79}+)[\"`]?\s*+(,?)\s*+")
_SIGN: Final = re.compile(r"[\])}]?\s*+(?::=|=(?![=>~])|VALUES\b)\s*+", re.IGNORECASE)
_OPENING: Final = re.compile(r"\s*(?:[A-Za-z]{0,8}\s*)?[\[({]")
_CLOSING: Final = "])}"
_MOST_LINES: Final = 12
_MOST_NAMES: Final = 8


@dataclass(slots=True)
class Row:
    """The names, None for what is no field, and the values so far, each with its line."""

    names: tuple[Name | None, ...]
    place: int
    is_open: bool
    values: list[tuple[int, Value]] = field(default_factory=list, repr=False)
    is_over: bool = False
    _lines: int = 0

    def take(self, line: str, number: int) -> list[Value]:
        """The values of a line, and whether the row is over with it."""
        place, self.place = self.place, 0
        self._lines += 1
        taken = []
        while place < len(line) and not self.is_over:
            if line[place] in _CLOSING:
                self.is_over = True
            value = None if line[place] in " \t\r\n," else value_at(line, place)
            place = value.end if value else place + 1
            taken += [value] if value else []
        self.values += [(number, value) for value in taken]
        self.is_over |= not self.is_open or self._lines >= _MOST_LINES
        return taken

    @property
    def pairs(self) -> list[tuple[Name, int, Value]]:
        """Each field with its line and value; none where there are more values, or fewer."""
        if len(self.names) != len(self.values):
            return []
        pairs = zip(self.names, self.values, strict=True)
        return [(name, line, value) for name, (line, value) in pairs if name is not None]


def row_at(line: str) -> Row | None:
    """The row that begins with the line: two fields or more before the sign."""
    words, sign = _head(line)
    names = tuple(possible_name(word) for word in words)
    fields = [name.field for name in names if name is not None]
    if sign is None or len(fields) < 2 or len(set(fields)) < len(fields):
        return None
    opening = _OPENING.match(line, sign.end())
    row = Row(names, opening.end() if opening else sign.end(), is_open=opening is not None)
    has_keys = opening is not None or any(shapes.keys_in(line[sign.end() :]))
    return row if has_keys else None


def _head(line: str) -> tuple[list[str], re.Match[str] | None]:
    """The names that commas part, and the sign behind them."""
    start = _START.match(line)
    place = start.end() if start else 0
    words: list[str] = []
    while len(words) < _MOST_NAMES and (name := _NAME.match(line, place)):
        words.append(name[1])
        place = name.end()
        if not name[2]:
            break
    return words, _SIGN.match(line, place) if len(words) > 1 else None
