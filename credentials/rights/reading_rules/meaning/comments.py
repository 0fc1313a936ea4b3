"""Comments of a text in which no rule stands elsewhere: what they say is read, and is asked about.

So people write which rights a file or a program needs. Beside other rules a comment is left.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from credentials.core import gettext_noop, say
from credentials.rights.reading_rules.meaning.set_aside import COMMENTED, Aside
from credentials.rights.reading_rules.pieces import Piece

#: What begins a comment that people read; #[ begins none of them, nor do the texts of a program.
_BEGINS: Final = re.compile(
    r"[ \t>]*(?:/\*[*!]*|<!--|<%--|\{[#-]|<#|\(\*|//[/!]*|--(?!\[\[)|;+|%+|(?:REM|rem)\b|'(?!'')"
    r"|#[#!-]*(?=\s|(?!if\b)\w))"
)
#: The same signs, those before each of its lines, and those that end it.
_SIGNS: Final = re.compile(
    rf"^{_BEGINS.pattern}|(?<=[ \t])#+(?=[ \t])|(?<=\n)[ \t]*(?:\*+(?=[ \t])|#+(?=[ \t]|\w))"
    r"|(?:(?<=\s)\*+/|--%?>|#[}>]|(?<=\s)(?:\*\)|-\}))\Z"
)
_IN_COMMENT: Final = say(
    gettext_noop("It stands in a comment, and no rule stands elsewhere in the text. Is it meant?")
)


def comments_in(text: str, asides: Iterable[Aside]) -> list[Aside]:
    """Those of a text's parts that are such comments."""
    return [
        aside
        for aside in asides
        if aside.reason is COMMENTED and _BEGINS.match(text, aside.start, aside.end)
    ]


def without_comments(asides: Iterable[Aside], comments: Iterable[Aside]) -> Iterator[Aside]:
    """Those of the parts that are none of the comments, and no comment within one."""
    chosen, end = set(map(id, comments)), 0
    for aside in asides:
        if id(aside) in chosen:
            end = aside.end
        elif aside.reason is not COMMENTED or aside.start >= end:
            yield aside


def without_comment_signs(text: str, comments: Iterable[Aside]) -> str:
    """The text with blanks in the place of the signs that make comments of its parts."""
    parts, place = list[str](), 0
    for comment in comments:
        words = _SIGNS.sub(_blank, text[comment.start : comment.end])
        parts += (text[place : comment.start], words)
        place = comment.end
    return "".join((*parts, text[place:]))


def changed_in_comments(pieces: Iterable[Piece], comments: Sequence[Aside]) -> list[Piece]:
    """The pieces, those that begin or end in a comment being asked about."""
    starts, asked = [comment.start for comment in comments], list[Piece]()
    for piece in pieces:
        last = bisect_right(starts, piece.end)
        is_commented = last > 0 and comments[last - 1].end > piece.start
        asked.append(piece.changed(_IN_COMMENT) if is_commented else piece)
    return asked


def _blank(sign: re.Match[str]) -> str:
    return " " * len(sign[0])
