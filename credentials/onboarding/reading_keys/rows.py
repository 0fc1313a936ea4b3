"""Names in a row, then their values in the same order: ``ak, as_, ck = "…", "…", "…"``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from credentials.onboarding.reading_keys import shapes
from credentials.onboarding.reading_keys.names import Name, possible_name
from credentials.onboarding.reading_keys.values import Value, value_at

#: Where a row may begin: a name, a comma, and another name.
_CHAIN: Final = re.compile(
    r"(?<![\w$@.-])[\"`]?[$@]?[A-Za-z_]\w{0,79}+[\"`]?\s*+,\s*+(?=[\"`$@A-Za-z_])"
)
_NAME: Final = re.compile(r"[\"`]?([$@]?[A-Za-z_]\w{0,79}+)[\"`]?\s*+(,?)\s*+")
_SIGN: Final = re.compile(r"[\])}]?\s*+(?::=|=(?![=>~])|VALUES\b)\s*+", re.IGNORECASE)
_BEFORE: Final = re.compile(r"([$@]?[A-Za-z_]\w{0,79}+)[\"'`]?\s{0,8},\s{0,8}[\"'`]?\Z")
_LOOKED_BACK: Final = 100
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
    """The row that begins in the line: two fields or more before the sign."""
    place = 0
    while chain := _CHAIN.search(line, place):
        words, sign = _head(line, chain.start())
        row = _row(words, line, sign) if sign else None
        if row is not None:
            return row
        place = sign.end() if sign else chain.end()
    return None


def follows_a_name(line: str, place: int) -> bool:
    """Whether a comma and another field's name stand before ``place``."""
    before = _BEFORE.search(line, max(0, place - _LOOKED_BACK), place)
    return before is not None and possible_name(before[1]) is not None


def _row(words: list[str], line: str, sign: re.Match[str]) -> Row | None:
    names = tuple(possible_name(word) for word in words)
    fields = [name.field for name in names if name is not None]
    if len(fields) < 2 or len(set(fields)) < len(fields):
        return None
    opening = _OPENING.match(line, sign.end())
    place = opening.end() if opening else sign.end()
    count = len(Row(names, place, is_open=opening is not None).take(line, 0))
    if opening is None and (count != len(names) or not any(shapes.keys_in(line[place:]))):
        return None
    return Row(names, place, is_open=opening is not None)


def _head(line: str, place: int) -> tuple[list[str], re.Match[str] | None]:
    """The names that commas part, and the sign behind them."""
    words: list[str] = []
    while len(words) < _MOST_NAMES and (name := _NAME.match(line, place)):
        words.append(name[1])
        place = name.end()
        if not name[2]:
            break
    return words, _SIGN.match(line, place) if len(words) > 1 else None
