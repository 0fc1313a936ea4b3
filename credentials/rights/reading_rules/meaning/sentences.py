"""Rules that stand in a sentence: taken, and said, unless the sentence does nothing but ask.

Words that forbid are never all known. So a rule with words of prose beside it is looked at again
by who pasted it, but where each of those words is known to say nothing against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.meaning.asking_words import ASKING_WORDS
from credentials.rights.reading_rules.meaning.doubts import NEAR, NOTE, line_around
from credentials.rights.reading_rules.meaning.negation import word_in
from credentials.rights.reading_rules.meaning.reminders import without_reminders
from credentials.rights.reading_rules.method_names import METHOD_WORD
from credentials.rights.reading_rules.pieces import Piece

FROM_SENTENCE: Final = say(
    gettext_noop("It was taken from a sentence. Read whether the sentence asks for it.")
)
_MAY_FORBID: Final = gettext_noop(
    "It was taken from a sentence with “%(word)s”, which may forbid it. Read whether it is meant."
)
#: A rule as prose has it: no link's, no call, no object.
_PLAIN: Final = re.compile(
    rf"[*_`]{{0,3}}(?:{METHOD_WORD}[^\"'={{}}\n|]*|/[^\"'={{}}\n|]*{METHOD_WORD})[^\"'={{}}\n|]*",
    re.IGNORECASE,
)
_IN_QUERY: Final = frozenset("?&")
_WORD: Final = re.compile(
    r"(?<!\S)[(\"'“”„«‘`*_>]{0,3}([^\W\d_]{2,}(?:['’-][^\W\d_]+)*)"
    r"[.,;:!?)\"'”»’`*_…]{0,4}(?!\S)"
)
#: Words that say of a link no more than when it is opened.
_WHEN: Final = re.compile(r"before|avant|antes|prima|przed|vorher", re.IGNORECASE)
_MOST_NOTED: Final = 8
_CELLS: Final = re.compile(r"[|│║┃].*[|│║┃]|\t")
#: A line of code, and none of a chat: [bob] GET /me would be too wide.
_CODE: Final = re.compile(
    r"^[ \t]*(?:[{}\]]|\[(?![\w@. -]{1,30}\][ \t])|<(?![\w@. -]{1,30}>[ \t])|[\w.$]+[(=])"
)
_ENDED: Final = re.compile(r"[.:!?;#=*_|`>)\]]\s*$")
_FEWEST_ABOVE: Final = 4
_FEWEST_BELOW: Final = 2


def from_sentences(
    text: str, pieces: Sequence[Piece], blocks: Iterable[tuple[int, int]]
) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces of a text that a sentence holds, each with the remark, and those behind it in its
    line.

    ``blocks`` are its tables and descriptions, which are no sentences.
    """
    spans = sorted(blocks)
    block, line_end, clear_until = 0, -1, -1
    remark = FROM_SENTENCE
    for piece in pieces:
        while block < len(spans) and spans[block][1] <= piece.start:
            block += 1
        if block < len(spans) and spans[block][0] <= piece.start:
            continue
        if piece.start <= line_end:
            yield piece, remark
            continue
        if piece.start <= clear_until:
            continue
        clear_until = _clear_until(text, piece)
        if piece.start > clear_until and _is_in_sentence(text, piece):
            remark = _remark(text, piece)
            yield piece, remark
            end = text.find("\n", piece.end)
            line_end = end if end >= 0 else len(text)


def _remark(text: str, piece: Piece) -> Sentence:
    """What is said of a rule in a sentence, and the word in it that may forbid the rule."""
    word = _word_around(text, piece)
    return say(_MAY_FORBID, word=visible_text(word)) if word else FROM_SENTENCE


def _word_around(text: str, piece: Piece) -> str:
    begin, end = line_around(text, piece)
    before = without_reminders(text[begin : piece.start])
    return word_in(before) or word_in(text[piece.end : end])


def _clear_until(text: str, piece: Piece) -> int:
    """Up to where a long line has no words around a piece but such as ask; -1 for a short line."""
    begin, end = line_around(text, piece)
    if end - piece.end < NEAR or not ASKING_WORDS.issuperset(_words(text[begin:end])):
        return -1
    return end - NEAR // 2


def _is_in_sentence(text: str, piece: Piece) -> bool:
    if piece.pairs:  # people lead to a link with all kinds of words
        return _WHEN.sub("", _word_around(text, piece)) != ""
    if piece.end - piece.start > NEAR or text[piece.start - 1 : piece.start] in _IN_QUERY:
        return False
    if not _PLAIN.fullmatch(text, piece.start, piece.end):
        return False
    begin, end = line_around(text, piece)
    line = text[begin:end]
    if _CELLS.search(line) or _CODE.match(line):
        return False
    before, behind = text[begin : piece.start], _without_note(text[piece.end : end])
    words = _words(before) + _words(behind)
    if not words and not behind.strip(" \t`*_\"'"):
        words = _above(text, begin, before) + _below(text, end)
    return not ASKING_WORDS.issuperset(words)


def _without_note(behind: str) -> str:
    """What stands behind a rule in its line; nothing where that is a short note."""
    is_note = NOTE.match(behind) is not None
    return "" if is_note and len(_words(behind)) <= _MOST_NOTED else behind


def _words(part: str) -> list[str]:
    """The words of prose in a part of a line, in lower case."""
    return _WORD.findall(part.lower())


def _above(text: str, begin: int, before: str) -> list[str]:
    """The words of the line above, where its sentence goes on in the one that begins there."""
    if begin == 0 or before.strip():
        return []
    start = text.rfind("\n", max(0, begin - 1 - NEAR), begin - 1) + 1
    line = text[start : begin - 1]
    words = _words(line)
    is_open = "/" not in line and not _ENDED.search(line) and not _CELLS.search(line)
    return words if is_open and len(words) >= _FEWEST_ABOVE else []


def _below(text: str, end: int) -> list[str]:
    """The words of the line below, where it goes on with the sentence: in lower case."""
    stop = text.find("\n", end + 1, end + 1 + NEAR)
    line = text[end + 1 : stop if stop >= 0 else end + 1 + NEAR]
    words = _words(line) if line[:1].islower() and not _CODE.match(line) else []
    return words if len(words) >= _FEWEST_BELOW else []
