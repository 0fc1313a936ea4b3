"""The cells of a line of a table, whatever parts them, and what the mark in one means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

Span = tuple[int, int]

#: Columns are told by their place in the line.
ALIGNED: Final = " "
#: Parts cells that a header has twice its sign between: Jira's and MediaWiki's.
DOUBLED: Final = "||"
#: Means yes, unless the table has ticks as well.
EX: Final = "x"
TICKS: Final = frozenset(
    (
        *(
            "✓",
            "✔",
            "✅",
            "☑",
            "●",
            "•",
            "⬤",
            "■",
            "+",
            "(/)",
            "[x]",
            "[+]",
            "1",
            "true",
            "on",
            "ok",
        ),
        *("yes", "y", "oui", "o", "ja", "si", "sí", "sim", "allow", "allowed", "needed"),
        *("required", "necessary", "requis", "nötig", "erforderlich", "granted", "permitted"),
        *("sì", "tak", "enabled", "active", "autorisé", "accordé", "erlaubt", "permitido", "(y)"),
        *("[+]", "concedido", "consentito", "concesso", "dozwolone", "przyznane", "👍", "🗹", "✔️"),
        *(":white_check_mark:", ":heavy_check_mark:", ":check_mark:", ":check:"),
    )
)
CROSSES: Final = frozenset(
    (
        *("", "-", "–", "—", "✗", "✘", "❌", "☐", "×", "✖", "(x)", "[]", "[ ]", "[-]", "0", "off"),
        *("false", "no", "n", "non", "nein", "não", "nao", "none", "denied", "n/a"),
        *("nie", "null", "disabled", "inactive", "forbidden", "refusé", "interdit", "(n)"),
        *("verboten", "gesperrt", "prohibido", "denegado", "vietato", "negato", "zabronione"),
        *("aucun", "aucune", "keine", "keiner", "brak", "ninguno", "nessuno", "nessuna", "👎"),
        *("🚫", "⛔", "(-)", "🗷"),
        *(":x:", ":no_entry:", ":negative_squared_cross_mark:", ":heavy_multiplication_x:"),
    )
)

#: A round box that is chosen, beside such as are not.
_CHOSEN: Final = "(x)"
_NOT_CHOSEN: Final = frozenset(("()", "( )"))

_PIPES: Final = re.compile(r"[|│║┃]")
#: A row with a bar before its first cell and one behind its last.
_FRAMED: Final = re.compile(r"\s*\|[^\n]*\|\s*")
_RULER: Final = re.compile(r"[-+|=:_>\s─━═│║┃┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝]*")
_DELIMITERS: Final = ("|", "\t", ";", ",")
_CELL: Final = {sign: re.compile(rf"(?:\"[^\"\n]*\"|[^{sign}\n])*") for sign in _DELIMITERS}
_WORD: Final = re.compile(r"\S+")
_AROUND: Final = " \t\r\"'`*_\ufe0f"


def delimiter_of(line: str) -> str:
    """What parts the cells of a line; ``ALIGNED`` where nothing but blanks does."""
    line = _PIPES.sub("|", line)
    if line.lstrip().startswith((DOUBLED, "!")):
        return DOUBLED
    return next((sign for sign in _DELIMITERS if sign in line), ALIGNED)


def is_ruler(line: str) -> bool:
    """Whether a line does nothing but part rows, as a blank one does."""
    return _RULER.fullmatch(line) is not None


def cells_of(text: str, start: int, end: int, delimiter: str) -> list[Span]:
    """The places of the cells of ``text[start:end]``, without what stands around their words."""
    if delimiter == ALIGNED:
        return [match.span() for match in _WORD.finditer(text, start, end)]
    line = text[start:end]
    if delimiter in {"|", DOUBLED}:
        line = _PIPES.sub("|", line)
        if delimiter == DOUBLED:
            line = line.replace("!!", DOUBLED).replace(DOUBLED, " |").replace("!", "|")
        first = len(line) - len(line.lstrip(" \t>"))
        first += line.startswith("|", first)
        start, line, delimiter = start + first, line[first:].rstrip().removesuffix("|"), "|"
    return list(_parted(line, start, _CELL[delimiter]))


def unframed_cells_of(text: str, start: int, end: int) -> list[Span]:
    """The same of a row whose first or last cell may be empty, as in DELETE|/me|, for a bar without
    a cell behind it is none of a frame; nothing for a row with a frame."""
    line = text[start:end]
    if "|" not in line or _FRAMED.fullmatch(line):
        return []
    return list(_parted(line, start, _CELL["|"]))


def _parted(line: str, start: int, cell: re.Pattern[str]) -> Iterator[Span]:
    place = 0
    while place <= len(line):
        match = cell.match(line, place)
        words = match[0] if match else ""
        left = len(words) - len(words.lstrip(_AROUND))
        right = max(left, len(words.rstrip(_AROUND)))
        yield start + place + left, start + place + right
        place += len(words) + 1


def raw_mark_in(text: str, cell: Span) -> str:
    """What stands in a cell, as ``mark_in``, a colon or an arrow before it being none of it."""
    return mark_in(text, cell).lstrip(":=→ \t")


def mark_in(text: str, cell: Span) -> str:
    """The mark in a cell, as ``TICKS`` and ``CROSSES`` have it."""
    return text[slice(*cell)].strip(_AROUND).lower()


def ticks_among(marks: Iterable[str]) -> frozenset[str]:
    """The marks that mean yes in a column or a table with these: an x does, unless there are ticks
    as well, and so does one in parentheses beside empty ones."""
    present = frozenset(marks)
    ticks = TICKS if present & TICKS else TICKS | {EX}
    return ticks | {_CHOSEN} if present & _NOT_CHOSEN else ticks
