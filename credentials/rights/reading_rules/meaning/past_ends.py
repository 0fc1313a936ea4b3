"""Dates on which a rule ended: behind a key such as "expiration", or in the column of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import chain, takewhile
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.reading_rules.meaning.columns import Cell
from credentials.rights.reading_rules.pieces import Piece

_END: Final = (
    r"(?:expir\w{0,8}|until|(?:valid|good)[ _-]?(?:until|till?|to|through)|not_?after|end(?:s"
    r"|ed|ing)?"
    r"|ends?[ _-]?(?:at|on|date|time)|ablauf\w{0,8}|abgelaufen|ende|enddatum|koniec|vigencia"
    r"|(?:gültig[ _])?bis|läuft[ _]ab|fin"
    r"|fin[ _]de[ _]validité|échéance|(?:valable[ _])?jusqu[\w' ]{0,4}|caduc\w{0,6}|vence"
    r"|vencimiento"
    r"|(?:válid[oa][ _])?hasta|scaden\w{1,3}|scade|(?:valido[ _])?fino[ _]al?|wygas\w{0,6}"
    r"|(?:ważn\w{1,2}[ _])?do)"
)
_DAY: Final = (
    r"(?:\d{4}-\d\d(?:-\d\d)?(?:[T ][\d:.+Z-]{4,24})?|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}/\d\d/\d\d)"
)
#: A key or a word with the day that something ends on, as a pattern.
ENDED: Final = (
    rf"[\"']?(?<![\w.]){_END}[\"']?[ \t]{{0,3}}(?:[:=]>?|on|at|le|am|el|il|dnia"
    rf"|the)?[ \t]{{0,3}}[\"']?"
    rf"(?P<ended>{_DAY})"
)
_ENDED: Final = re.compile(ENDED, re.IGNORECASE)
_HEADING: Final = re.compile(_END, re.IGNORECASE)
_DATE: Final = re.compile(r"(?P<year>\d{4})(?:[-/](?P<month>\d\d)(?:[-/](?P<day>\d\d))?)?")
#: A line that is nothing but a key with its value.
_KEY_LINE: Final = re.compile(r"[ \t]*(?:-[ \t]+)?[\"']?\w{1,40}[\"']?[ \t]*[:=][^\n/]{0,120}$")
_NEAR: Final = 240


def is_past(day: str) -> bool:
    """Whether a day that is written in any of these ways is past; of a year alone, its last one."""
    match = _DATE.search(day)
    if match is None:
        return False
    today = datetime.now(UTC).date()
    year, month, number = int(match["year"]), int(match["month"] or 12), int(match["day"] or 28)
    if not (year >= 1990 and 1 <= month <= 12 and 1 <= number <= 31):
        return False
    return date(year, month, min(number, 28)) < today


def ended_in(
    text: str, pieces: Sequence[Piece], cells: Iterable[tuple[Piece, Cell]]
) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces of a text beside which such a day stands that is past, each with the remark."""
    for piece, cell in cells:
        if _HEADING.fullmatch(cell.heading) and is_past(cell.words):
            yield piece, say(_PAST, day=cell.words)
    if _ENDED.search(text) is None:
        return
    ends = [0, *(piece.end for piece in pieces)]
    starts = [*(piece.start for piece in pieces), len(text)]
    for number, piece in enumerate(pieces):
        before = _own_before(text[max(ends[number], piece.start - _NEAR) : piece.start])
        behind = _own_behind(text[piece.end : min(starts[number + 1], piece.end + _NEAR)])
        for match in chain(_ENDED.finditer(before), _ENDED.finditer(behind)):
            if is_past(match["ended"]):
                yield piece, say(_PAST, day=match["ended"])


def _own_before(text: str) -> str:
    """What of the text before a rule is about it: its line, and lines of keys right above."""
    *above, line = text.rpartition("}")[2].split("\n")
    own = [line]
    for key in reversed(above if line.strip() else []):
        if own[-1].lstrip().startswith("-") or not _KEY_LINE.match(key):
            break
        own.append(key)
    return "\n".join(own)


def _own_behind(text: str) -> str:
    """The same behind it: the rest of its line, and lines of keys right below."""
    line, *below = text.partition("}")[0].split("\n")
    keys = takewhile(lambda key: _KEY_LINE.match(key) and not key.lstrip().startswith("-"), below)
    return "\n".join((line, *keys))


_PAST: Final = gettext_noop("Beside it stands an end that is past, %(day)s. Is it still in force?")
