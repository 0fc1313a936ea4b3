"""What the headings of a table say of the cells beside a rule: ``| GET | /me | no |`` below
``| Method | Path | Deprecated |`` forbids nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.notations.cells import (
    ALIGNED,
    Span,
    cells_of,
    delimiter_of,
    is_ruler,
)
from credentials.rights.reading_rules.pieces import Piece

#: Headings of columns that say whether a rule is granted: a no in them forbids it.
_GRANTING: Final = re.compile(
    r"(?:is |to be )?(?:allow\w*|grant\w*|enabled?|active|access|permi\w*|ok|status|state|need\w*"
    r"|required?|want\w*|used?|valid|approved|keep|right|autoris\w*|accord\w*|acti[fv]\w*|nécessaires?"
    r"|requise?s?|gardée?|erlaubt|gewährt|aktiv|benötigt|nötig|erforderlich|freigegeben|concedid\w*"
    r"|necesari\w*|concess\w*|attiv\w*|necessari\w*|dozwolon\w*|przyznan\w*|aktywn\w*|wymagan\w*"
    r"|potrzebn\w*|stan|estado|stato|état|\W*)(?: *\?)?",
    re.IGNORECASE,
)
#: Of columns that say the contrary: a yes in them forbids it.
_FORBIDDING: Final = re.compile(
    r"(?:is )?(?:forbidden|denied|blocked|removed?|revoked|expired|disabled|excluded|interdite?"
    r"|refusée?"
    r"|révoquée?|expirée?|verboten|gesperrt|abgelaufen|prohibid[oa]|denegad[oa]|caducad[oa]|vietat[oa]"
    r"|scadut[oa]|zabronion\w*|wygasł\w*)(?: *\?)?",
    re.IGNORECASE,
)
#: Of columns about the call that say nothing of the right to make it.
_OF_CALL: Final = re.compile(
    r"(?:body|payload|beta|alpha|auth\w*|param\w*|arguments?|query|response|returns?|result|paginat\w*"
    r"|cach\w*|async|notes?|comments?|remarks?|since|version|idempotent|experimental|deprecated"
    r"|obsol\w*|déprécié\w*|corps|paramètres?|réponse|veraltet|körper|parameter|antwort|cuerpo|parámetros?"
    r"|respuesta|corpo|parametri|risposta|deprecat\w*|przestarzał\w*|treść|parametry|odpowiedź)",
    re.IGNORECASE,
)
_OUTDATED: Final = re.compile(
    r"deprecated|obsol\w*|déprécié\w*|veraltet|deprecat\w*|przestarzał\w*", re.IGNORECASE
)
_NO: Final = frozenset(
    ("no", "none", "false", "n/a", "n", "non", "aucun", "aucune", "nein", "keine", "keiner", "nie",
     "brak", "ninguno", "nessuno", "nessuna", "0", "off", "null")
)  # fmt: skip
_YES: Final = frozenset(
    ("yes", "y", "true", "oui", "ja", "si", "sí", "sì", "tak", "1", "on", "x", "✓")
)
#: A line that may be one of headings.
_MAY_HEAD: Final = re.compile(r"^[^\n/|│║┃\t;,]*[|│║┃\t;,][^\n/]*$", re.MULTILINE)
_MOST_LINES: Final = 12


class Cell(NamedTuple):
    """``text[start:end]`` is ``words`` in a column of that heading; both in lower case.

    ``heading_span`` is where the heading stands.
    """

    start: int
    end: int
    heading: str
    words: str
    heading_span: Span


class _Table(NamedTuple):
    """A table, by what parts its cells; ``is_known``: it was looked for its headings."""

    delimiter: str
    headings: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    is_known: bool = False


def cells_beside(text: str, pieces: Sequence[Piece]) -> list[tuple[Piece, Cell]]:
    """The cells in the row of every piece that stands in a table with headings, its own not."""
    beside: list[tuple[Piece, Cell]] = []
    table = _Table("")
    before = 0
    for piece in pieces if _MAY_HEAD.search(text) else ():
        start = text.rfind("\n", 0, piece.start) + 1
        end = text.find("\n", piece.end, piece.end + _LONGEST)
        line = text[start : end if end >= 0 else len(text)]
        if not table.delimiter or table.delimiter[0] not in line:
            table = _Table(delimiter_of(line))
        elif before + 1 != start and not _goes_on(text[before:start], table):
            table = _Table(table.delimiter)
        if table.delimiter == ALIGNED:
            continue
        before = start + len(line)
        if not table.is_known:
            table = _table_of(text, start, table.delimiter)
        if not table.headings:
            continue
        spans = cells_of(text, start, before, table.delimiter)
        if len(spans) == len(table.headings):
            beside += [
                (piece, Cell(*span, heading, text[slice(*span)].lower(), above))
                for heading, above, span in zip(table.headings, table.spans, spans, strict=True)
                if span[1] <= piece.start or span[0] >= piece.end
            ]
    return beside


def _goes_on(between: str, table: _Table) -> bool:
    """Whether the text between two rows has nothing but rows and what parts them."""
    lines = between.split("\n") if len(between) < _LONGEST else []
    return 0 < len(lines) <= _MOST_LINES and all(
        is_ruler(line) or table.delimiter[0] in line for line in lines[1:-1]
    )


def _table_of(text: str, start: int, delimiter: str) -> _Table:
    """The table of the row that begins at ``start``: its headings are in the first line up there
    that has no path."""
    known = _Table(delimiter, is_known=True)
    for _ in range(_MOST_LINES):
        if not start:
            return known
        end = start - 1
        start = text.rfind("\n", max(0, end - _LONGEST), end) + 1
        line = text[start:end]
        if is_ruler(line):
            continue
        if delimiter_of(line) != delimiter:
            return known
        if "/" not in line:
            spans = tuple(cells_of(text, start, end, delimiter))
            headings = tuple(text[slice(*span)].strip().lower() for span in spans)
            return known._replace(headings=headings, spans=spans)
    return known


def without_other_columns(text: str, cells: Sequence[tuple[Piece, Cell]]) -> str:
    """The text with blanks for each no in a column that does not say what is granted, and for the
    headings of those about the call."""
    spans = {(cell.start, cell.end) for _, cell in cells if _says_nothing(cell)}
    spans |= {cell.heading_span for _, cell in cells if _is_read_here(cell)}
    parts: list[str] = []
    place = 0
    for start, end in sorted(spans):
        parts += (text[place:start], " " * (end - start))
        place = end
    return "".join((*parts, text[place:]))


def _is_read_here(cell: Cell) -> bool:
    """Whether the heading is no word of a sentence above the rows."""
    is_answered = cell.words in _NO or cell.words in _YES
    return bool(
        _OF_CALL.fullmatch(cell.heading) or (is_answered and _FORBIDDING.fullmatch(cell.heading))
    )


def _says_nothing(cell: Cell) -> bool:
    return cell.words in _NO and not _GRANTING.fullmatch(cell.heading)


def forbidden_by_columns(
    cells: Sequence[tuple[Piece, Cell]],
) -> Iterator[tuple[Piece, Sentence, bool]]:
    """The pieces of which a column says that they are not granted, with the reason and whether it
    is sure."""
    for piece, cell in cells:
        is_no, is_yes = cell.words in _NO, cell.words in _YES
        values = {"heading": visible_text(cell.heading), "cell": visible_text(cell.words)}
        if (is_yes and _FORBIDDING.fullmatch(cell.heading)) or (
            is_no and cell.heading and _GRANTING.fullmatch(cell.heading)
        ):
            yield piece, say(_FORBIDS, **values), True
        elif (is_yes and _OUTDATED.fullmatch(cell.heading)) or (
            is_no
            and not any(
                known.fullmatch(cell.heading) for known in (_GRANTING, _FORBIDDING, _OF_CALL)
            )
        ):
            yield piece, say(_UNCLEAR, **values), False


_LONGEST: Final = 2_000
_FORBIDS: Final = gettext_noop("“%(heading)s” says “%(cell)s” of it, so it is left.")
_UNCLEAR: Final = gettext_noop("“%(heading)s” says “%(cell)s” of it. Is it meant?")
