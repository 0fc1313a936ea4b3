"""Rules that a text names as the key's own, and that are no calls: ``My token: PUT /vps/*``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final

from credentials.rights.reading_rules.pieces import Piece
from credentials.rights.reading_rules.rule_reader import read_rules
from credentials.rights.refusals.answer_words import FAILURES
from credentials.rights.refusals.stated_words import (
    BEFORE,
    BEHIND,
    FILLING,
    LACKING,
    RIGHTS,
    UNSURE,
)
from credentials.rights.rule import AccessRule

#: How much is read for one list of rules, in characters, and how many lists.
_LONGEST_LIST: Final = 4_000
_MOST_LISTS: Final = 20
_FAR: Final = 80
_WORD: Final = re.compile(r"\w+")
_RIGHTS: Final = re.compile(RIGHTS, re.IGNORECASE)
#: Between two rules of one list.
_BETWEEN: Final = re.compile(
    r"(?:[^\w\n.!?]|\.(?=\d)|\d{1,3}[.)]|\n(?![ \t]*\n)|\b(?:and|et|und|y|e|i|en|or|as well as|plus"
    r"|also|sowie|method|httpMethod|path)\b)*",
    re.IGNORECASE,
)
#: Right behind a call, and never behind a rule: how it was answered.
_ANSWERED: Final = re.compile(
    rf"[\"'`)\]]{{0,2}}(?:[ \t]{{1,16}}|(?=[:=→.|-]))(?:[-=]{{1,2}}>|→|[:|(\[]|\.{{2,80}}|…)?[ \t]*"
    rf"[\[(]?[ \t]?(?:HTTP )?(?:[2-5]\d\d\b|ok\b|n?ok\b|ko\b|✓|✗|❌|✅|(?:{FAILURES})\b"
    r"|(?:gives?|gave|returns?|returned|answers?|answered|got|gets|does|error|now|still)\b)",
    re.IGNORECASE,
)
_REFUSED_BELOW: Final = re.compile(r"[ \t.,;]*\n[ \t]*(?:HTTP/\S+ )?[45]\d\d\b")


def stated_rules(text: str) -> tuple[tuple[AccessRule, ...], str]:
    """The rules that a text says its key has, once each, and the text with blanks for them."""
    rules: dict[AccessRule, None] = {}
    place, parts = 0, list[str]()
    for start, end, piece in sorted(_stated(text), key=lambda each: each[:2]):
        if start >= place:
            rules.update(dict.fromkeys(piece.rules))
            parts += [text[place:start], " " * (end - start)]
            place = end
    return tuple(rules), "".join([*parts, text[place:]])


def _stated(text: str) -> Iterator[tuple[int, int, Piece]]:
    """The places of such rules in a text."""
    for words in islice(BEFORE.finditer(text), _MOST_LISTS):
        if not UNSURE.search(text, max(0, words.start() - _FAR), words.start()):
            yield from _placed(_list_after(text[words.end() :][:_LONGEST_LIST]), words.end())
    for words in islice(BEHIND.finditer(text), _MOST_LISTS):
        start = max(0, words.start() - _LONGEST_LIST)
        yield from _placed(_list_before(text[start : words.start()]), start)


def _placed(pieces: Sequence[Piece], start: int) -> Iterator[tuple[int, int, Piece]]:
    return ((start + piece.start, start + piece.end, piece) for piece in pieces)


def _list_after(text: str) -> Sequence[Piece]:
    """The rules at the beginning of a text; none where they are calls, or are said to lack."""
    pieces = read_rules(text, is_log=True).pieces
    if not pieces or not _is_filling(text[: pieces[0].start]):
        return ()
    is_one_line = "\n" not in text[: pieces[0].start]
    count = 1
    for before, piece in pairwise(pieces):
        between = text[before.end : piece.start]
        is_broken = is_one_line and "\n" in between and "," not in between
        if is_broken or not _BETWEEN.fullmatch(between) or _ANSWERED.match(text, piece.end):
            break
        count += 1
    if count > 1 and _REFUSED_BELOW.match(text, pieces[count - 1].end):
        count -= 1
    last = pieces[count - 1]
    is_call = _ANSWERED.match(text, pieces[0].end) or LACKING.match(text, last.end)
    return () if is_call else pieces[:count]


def _list_before(text: str) -> Sequence[Piece]:
    """The rules at the end of a text."""
    pieces = read_rules(text, is_log=True).pieces
    if not pieces or text[pieces[-1].end :].strip("\"'`)]} \t"):
        return ()
    count = 1
    for before, piece in pairwise(reversed(pieces)):
        if not _BETWEEN.fullmatch(text[piece.end : before.start]):
            break
        count += 1
    return pieces[-count:]


def _is_filling(text: str) -> bool:
    """Whether nothing stands between words of rights and the first rule that parts the two."""
    words = _WORD.findall(text.lower())
    is_near = text.count("\n") <= 3 and not re.search(r"\w[.!?]\s", text)
    return is_near and all(word in FILLING or _RIGHTS.fullmatch(word) for word in words)
