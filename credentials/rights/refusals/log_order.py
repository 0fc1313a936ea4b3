"""The lines of a log, put so that each answer follows its call, and what happened last stands last.

Logs are written newest first, by several workers at once, and of calls sent before an answer came.
"""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import Final

from credentials.rights.refusals.line_tags import numbered_in_brackets, tag_of

_METHODS: Final = "GET|POST|PUT|PATCH|DELETE|HEAD"
_TIME: Final = r"(\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)"
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
#: Times at the beginning of a line, or in a field there: year, month, day and time of day.
_STAMPS: Final = (
    re.compile(rf"^[^\n]{{0,24}}?(?P<y>\d{{4}})[-/](?P<m>\d\d)[-/](?P<d>\d\d)[T ]{_TIME}"),
    re.compile(rf"^[^\n]{{0,40}}?(?P<d>\d\d)/(?P<m>[A-Z][a-z]{{2}})/(?P<y>\d{{4}}):{_TIME}"),
    re.compile(rf"^[^\n]{{0,8}}?(?P<m>[A-Z][a-z]{{2}}) {{1,2}}(?P<d>\d{{1,2}})(?P<y>) {_TIME}"),
    re.compile(rf"^\W{{0,3}}(?P<y>)(?P<m>)(?P<d>){_TIME}"),
)
#: So many times without a day: one less may be the end of a day.
_FEWEST_WITHOUT_A_DAY: Final = 3
_PATH: Final = re.compile(r"(?<![\w<])/[a-z]")
_REQUEST: Final = re.compile(rf"> ?(?:{_METHODS}) \S")
_ANSWER: Final = re.compile(r"< ?HTTP/\d")
_Groups = list[list[str]]
_Stamp = tuple[int, int, int, str]


def in_order(text: str) -> str:
    """The lines of the text in the order that calls and answers were in, as far as it is told."""
    lines = numbered_in_brackets(text).split("\n")
    for put in (_oldest_first, _by_tags, _by_turns):
        lines = put(lines)
    return "\n".join(lines)


def _oldest_first(lines: list[str]) -> list[str]:
    """Turned round where no time is later than the one before; what has none stays where it is."""
    if _stamp(lines[0]) is None:
        return lines
    groups: _Groups = []
    stamps: list[_Stamp] = []
    for line in lines:
        stamp = _stamp(line)
        if stamp:
            stamps.append(stamp)
        if stamp or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    falls = all(before >= stamp for before, stamp in pairwise(stamps))
    fewest = 2 if any(stamp[2] for stamp in stamps) else _FEWEST_WITHOUT_A_DAY
    is_turned = falls and len(set(stamps)) >= fewest and len(stamps) == len(groups)
    return list(chain.from_iterable(reversed(groups))) if is_turned else lines


def _stamp(line: str) -> _Stamp | None:
    """The time of a line: year, month, day (0: not told) and time of day."""
    match = next(filter(None, (stamp.match(line) for stamp in _STAMPS)), None)
    if match is None:
        return None
    month = match["m"].lower()
    number = _MONTHS.index(month) + 1 if month in _MONTHS else _number(month)
    time = match[match.lastindex or 0].replace(",", ".")
    return _number(match["y"]), number, _number(match["d"]), time


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() else 0


def _by_tags(lines: list[str]) -> list[str]:
    """Each answer with a tag below the last call with the same."""
    groups: _Groups = [[]]
    calls: dict[str, list[str]] = {}
    current = groups[0]
    for line in lines:
        tag = tag_of(line)
        if tag and not _PATH.search(line) and tag in calls:
            current = calls[tag]
        elif tag or not line.startswith((" ", "\t", "{")):
            current = []
            groups.append(current)
            if tag:
                calls[tag] = current
        current.append(line)
    return list(chain.from_iterable(groups))


def _by_turns(lines: list[str]) -> list[str]:
    """Calls that were sent one after the other, each with its answer: they come in turn."""
    requests = sum(1 for line in lines if _REQUEST.match(line))
    if requests < 2 or requests != sum(1 for line in lines if _ANSWER.match(line)):
        return lines
    groups: _Groups = [[]]
    current, answered = groups[0], 0
    for line in lines:
        if _REQUEST.match(line):
            current = []
            groups.append(current)
        elif _ANSWER.match(line) and answered + 1 < len(groups):
            answered += 1
            current = groups[answered]
        current.append(line)
    return list(chain.from_iterable(groups))
