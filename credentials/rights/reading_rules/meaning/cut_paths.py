"""Paths that a text does not show whole: an ellipsis, a note that it was cut, a masked name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.glob import STAR
from credentials.rights.reading_rules.paths.parted_paths import is_named
from credentials.rights.reading_rules.pieces import Piece

_CUT_WORD: Final = (
    r"(?:truncated|trunc|cut|snip(?:ped)?|abridged|shortened|tronqué|coupé|gekürzt|abgeschnitten"
    r"|truncado|cortado|troncato|tagliato|ucięte|obcięte)"
)
_DOTS: Final = r"(?:…|\.{2,})"
#: What stands behind a path that goes on where the text does not.
_BEHIND: Final = re.compile(
    rf"[ \t]?(?:{_DOTS}|\[\s?{_DOTS}\s?\]|\(\s?{_DOTS}\s?\))"
    rf"|\s{{0,2}}[<\[({{]\s?(?:[a-z]{{1,12}} )?{_CUT_WORD}\b[^<>\[\](){{}}\n]{{0,40}}[>\])}}]"
    r"|%[0-9A-Fa-f]?(?![0-9A-Fa-f])",
    re.IGNORECASE,
)
#: A pager's sign at the end of a line that is wider than the window.
_PAGER: Final = re.compile(r">[ \t]*$", re.MULTILINE)
#: The same within it, behind a part of a name: acme…, a1b2…/ips, a1b2****.
_WITHIN: Final = re.compile(rf"[\w-](?:{_DOTS}|\*{{3,}}|<{_CUT_WORD}\b)", re.IGNORECASE)
_MAY_BE_CUT: Final = frozenset("….[(<{>%\n")
_LONGEST_BEHIND: Final = 60
_LONGEST_LINE: Final = 400
#: Ends a placeholder, which is whole whatever follows.
_ENDS_WHOLE: Final = frozenset(">}])")


def cut_in(text: str, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces of a text whose path is cut, each with the reason."""
    for piece in pieces:
        path = piece.rules[-1].path
        if _WITHIN.search(text, piece.start, piece.end) or _is_cut(text, piece, path):
            yield piece, CUT


def ellipses_behind(text: str, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces behind whose whole path an ellipsis stands, each with the remark."""
    for piece in pieces:
        is_open = piece.rules[-1].path[-1] != STAR and text[piece.end : piece.end + 1] in {".", "…"}
        if is_open and _BEHIND.match(text, piece.end):
            yield piece, _ELLIPSIS


def _is_cut(text: str, piece: Piece, path: str) -> bool:
    """Whether the piece's end is within a path; behind a star or a route's name an ellipsis is the
    sentence's."""
    end = piece.end
    if _MAY_BE_CUT.isdisjoint(text[end : end + 2]):
        return False
    behind = text[end : end + _LONGEST_BEHIND]
    line = text.rfind("\n", max(0, piece.start - _LONGEST_LINE), piece.start) + 1
    if _PAGER.match(behind) and "<" not in text[line:end]:
        return not path.endswith(STAR)
    match = _BEHIND.match(behind)
    if match is None:
        return False
    is_ellipsis = match[0].strip(" \t.…") == ""
    is_whole = text[end - 1] in _ENDS_WHOLE or path.endswith(STAR) or is_named(path)
    return not (is_ellipsis and is_whole)


CUT: Final = say(gettext_noop("Its path is cut, so it is left. Copy the whole of it."))
_ELLIPSIS: Final = say(
    gettext_noop("An ellipsis stands behind it. Look whether the path is whole.")
)
