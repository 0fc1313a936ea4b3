"""What columns of a table say of the rules in its rows: | GET | /me | no | below
| Method | Path | Granted | is left; below | Method | Path | Deprecated | nothing is said.

Cells that hold nothing but yes and no tell it without a heading as well. Below a heading that is
not known they are a doubt.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.meaning.columns import Cell
from credentials.rights.reading_rules.meaning.negation import word_in
from credentials.rights.reading_rules.notations.cells import CROSSES, raw_mark_in, ticks_among
from credentials.rights.reading_rules.pieces import Piece

#: Headings of columns that say whether a rule is granted: a no in them forbids it.
_GRANTING: Final = re.compile(
    r"(?:is |to be |in )?(?:allow\w*|grant\w*|authori[sz]ed|force|enabled?|active|access|permi\w*"
    r"|ok|status|state|need\w*"
    r"|required?|want\w*|used?|valid|approved|keep|right|autoris\w*|accord\w*|acti[fv]\w*|nécessaires?"
    r"|requise?s?|gardée?|erlaubt|gewährt|aktiv|benötigt|nötig|erforderlich|freigegeben"
    r"|necesari\w*|concess\w*|attiv\w*|necessari\w*|dozwolon\w*|przyznan\w*|aktywn\w*|wymagan\w*"
    r"|potrzebn\w*|consenti\w*|ammess\w*|abilitat\w*|habilitad\w*|conced\w*|włączon\w*|toegestaan"
    r"|zulässig|genehmigt|freigeschaltet|toegekend|accès|zugriff|acces[os]o?|dostęp|toegang"
    r"|stan|estado|stato|état|\W*)(?: *\?)?",
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
_OUTDATED_WORDS: Final = r"deprecated|obsol\w*|déprécié\w*|veraltet|deprecat\w*|przestarzał\w*"
_OUTDATED: Final = re.compile(_OUTDATED_WORDS, re.IGNORECASE)
#: Of columns about the call that say nothing of the right to make it.
_OF_CALL: Final = re.compile(
    r"(?:body|payload|beta|alpha|auth(?!ori[sz]ed)\w*|param\w*|arguments?|query|response|returns?|result|paginat\w*"
    r"|cach\w*|async|notes?|comments?|remarks?|since|version|idempotent|experimental"
    rf"|{_OUTDATED_WORDS}|corps|paramètres?|réponse|körper|parameter|antwort|cuerpo|parámetros?"
    r"|respuesta|corpo|parametri|risposta|treść|parametry|odpowiedź)",
    re.IGNORECASE,
)
#: Says no only where another row says yes: an empty cell, and one with a dash.
_NOTHING: Final = frozenset(("", "-", "–", "—"))


class _Mark(NamedTuple):
    """What the cell beside a piece says: yes, no, or neither."""

    piece: Piece
    cell: Cell
    words: str
    is_yes: bool
    is_no: bool


def without_other_columns(text: str, cells: Sequence[tuple[Piece, Cell]]) -> str:
    """The text with blanks for each no in a column that does not say what is granted, and for the
    headings of those about the call."""
    marks = [mark for column in _columns(text, cells) for mark in column]
    spans = {(mark.cell.start, mark.cell.end) for mark in marks if _says_nothing(mark)}
    spans |= {mark.cell.heading_span for mark in marks if _is_read_here(mark)}
    parts: list[str] = []
    place = 0
    for start, end in sorted(spans):
        parts += (text[place:start], " " * (end - start))
        place = end
    return "".join((*parts, text[place:]))


def _is_read_here(mark: _Mark) -> bool:
    """Whether the heading is no word of a sentence above the rows."""
    heading, is_answered = mark.cell.heading, mark.is_yes or mark.is_no
    return bool(_OF_CALL.fullmatch(heading) or (is_answered and _FORBIDDING.fullmatch(heading)))


def _says_nothing(mark: _Mark) -> bool:
    return mark.is_no and mark.words != "" and not _GRANTING.fullmatch(mark.cell.heading)


def forbidden_by_columns(
    text: str, cells: Sequence[tuple[Piece, Cell]], blocks: Sequence[tuple[int, int]]
) -> Iterator[tuple[Piece, Sentence, bool]]:
    """The pieces of which a column says that they are not granted, with the reason and whether it
    is sure. ``blocks`` are the tables whose marks are read already."""
    for column in _columns(text, [beside for beside in cells if not _is_within(blocks, beside[0])]):
        heading = column[0].cell.heading
        if not heading:
            yield from _without_heading(column)
        elif _FORBIDDING.fullmatch(heading):
            yield from ((mark.piece, _said(mark, _FORBIDS), True) for mark in column if mark.is_yes)
        elif _GRANTING.fullmatch(heading):
            yield from _granting(column)
        elif _OUTDATED.fullmatch(heading):
            yield from (
                (mark.piece, _said(mark, _UNCLEAR), False) for mark in column if mark.is_yes
            )
        elif not _OF_CALL.fullmatch(heading):
            yield from ((mark.piece, _said(mark, _UNCLEAR), False) for mark in _denied(column))


def _is_within(blocks: Sequence[tuple[int, int]], piece: Piece) -> bool:
    number = bisect_right(blocks, piece.start, key=itemgetter(0))
    return number > 0 and piece.start < blocks[number - 1][1]


def _columns(text: str, cells: Sequence[tuple[Piece, Cell]]) -> list[list[_Mark]]:
    """The marks of each column; what is yes and what is no depends on all of them."""
    columns: dict[tuple[int, int, int], list[tuple[Piece, Cell, str]]] = defaultdict(list)
    for piece, cell in cells:
        words = raw_mark_in(text, (cell.start, cell.end))
        columns[cell.column].append((piece, cell, words))
    return [_marked(column) for column in columns.values()]


def _marked(column: Sequence[tuple[Piece, Cell, str]]) -> list[_Mark]:
    ticks = ticks_among(words for _, _, words in column)
    crosses = CROSSES - ticks
    return [_Mark(*cell, is_yes=cell[2] in ticks, is_no=cell[2] in crosses) for cell in column]


def _denied(column: Sequence[_Mark]) -> Iterator[_Mark]:
    """The marks that say no."""
    has_yes = any(mark.is_yes for mark in column)
    for mark in column:
        if mark.is_no and (has_yes or mark.words not in _NOTHING):
            yield mark


def _granting(column: Sequence[_Mark]) -> Iterator[tuple[Piece, Sentence, bool]]:
    """What a column about the grant says: no, or a word that is neither where others say yes."""
    denied = {id(mark) for mark in _denied(column)}
    has_yes = any(mark.is_yes for mark in column)
    for mark in column:
        if id(mark) in denied or (not mark.is_yes and word_in(mark.words)):
            yield mark.piece, _said(mark, _FORBIDS), True
        elif has_yes and not mark.is_yes and not mark.is_no and not _is_granting(mark.words):
            yield mark.piece, _said(mark, _UNCLEAR), False


def _is_granting(words: str) -> bool:
    """Whether a cell says no more than its heading: allowed, erlaubt."""
    return bool(words) and _GRANTING.fullmatch(words) is not None


def _without_heading(column: Sequence[_Mark]) -> Iterator[tuple[Piece, Sentence, bool]]:
    """What a column without a heading says, whose cells are yes and no and nothing else."""
    is_pair = any(mark.is_yes for mark in column) and all(
        mark.is_yes or mark.is_no for mark in column
    )
    for mark in column if is_pair else ():
        if mark.is_no:
            yield mark.piece, say(_NO_IN_ROW, cell=visible_text(mark.words)), True


def _said(mark: _Mark, template: str) -> Sentence:
    heading, cell = visible_text(mark.cell.heading), visible_text(mark.words)
    return say(template, heading=heading, cell=cell)


_FORBIDS: Final = gettext_noop("“%(heading)s” says “%(cell)s” of it, so it is left.")
_UNCLEAR: Final = gettext_noop("“%(heading)s” says “%(cell)s” of it. Is it meant?")
_NO_IN_ROW: Final = gettext_noop(
    "Its row says “%(cell)s” where another says yes, so it is left. If it is meant, paste it alone."
)
