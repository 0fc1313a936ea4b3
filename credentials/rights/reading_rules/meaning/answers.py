"""Answers below or above a rule that may take it back: a reply to a quotation, a correction.

What an answer says is not known, so the rule is taken, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.reading_rules.meaning.asking_words import ASKING_WORDS
from credentials.rights.reading_rules.meaning.negation import word_in
from credentials.rights.reading_rules.pieces import Piece

_QUOTED: Final = re.compile(r"[ \t]*>")
_WORD: Final = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?")
#: Who speaks, before what is said: [bob], <bob>, 12:30 bob:
_SPEAKER: Final = re.compile(
    r"[ \t>*_-]*(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?[ \t]+)?"
    r"(?:\[[\w@. -]{1,30}\]:?[ \t]+|<[\w@. -]{1,30}>[ \t]+|@?[\w.-]{1,30}:[ \t]+"
    r"|@[\w.-]{1,30},?[ \t]+)?"
)
#: Begins what corrects: an answer, an excuse, a note on what was said before.
_CORRECTS: Final = re.compile(
    r"(?:no|nope|nah|wrong|incorrect|sorry|actually|correction|oops|my bad|forget|ignore"
    r"|scratch|edit"
    r"|update|nein|falsch|sorry|entschuldigung|korrektur|nachtrag|doch|quatsch|moment|non|faux|erreur"
    r"|oups|désolée?|pardon|édit|en fait|incorrecto|perdón|corrección|error|mejor|sbagliato|errato"
    r"|scusa\w*|correzione|anzi|nie|źle|błąd|sprostowanie|przepraszam|jednak|wait|hmm+)(?!\w)",
    re.IGNORECASE,
)
#: Means what was said before, at the beginning of a line.
_MEANS_BEFORE: Final = re.compile(
    r"(?:that|this|it|these|those|they|das|dies\w*|es|sie|c'est|cela|ça|cel\w{2,4}|ce|il|ils|elles?|eso|esto"
    r"|est[ao]s?|es[ao]s?|quest[oaei]|quell[oaie]|to|te|isn't|doesn't)(?!\w)",
    re.IGNORECASE,
)
#: Says something of it, whatever that is: this is far too much.
_JUDGES: Final = re.compile(
    r"(?:(?:that|this|these|those)(?:'s|[ \t]+(?:is|are|was|were|does|do|will|would|looks?|seems?))"
    r"|c'est|cela|ça|das[ \t]+(?:ist|war|geht|reicht|wäre|sieht)|es[ao][ \t]+(?:es|no)"
    r"|questo[ \t]+(?:è|non)|to[ \t]+(?:jest|nie))(?!\w)",
    re.IGNORECASE,
)
#: Where a text has none of this, nothing is looked for.
_ANY: Final = re.compile(
    rf"^[ \t]*>|(?<!\w)(?:{_CORRECTS.pattern}|{_JUDGES.pattern})", re.IGNORECASE | re.MULTILINE
)
_FARTHEST: Final = 600
_MOST_LINES: Final = 4
_FEWEST_WORDS: Final = 2


def answered_in(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces of a text that an answer follows, or stands above a quotation of, each with the
    remark."""
    if not pieces or (_ANY.search(text) is None and not word_in(text)):
        return
    is_answered = _answer_below(text, pieces[-1].end, len(text), pieces[-1])
    answered = [is_answered]
    for piece, following in reversed(list(pairwise(pieces))):
        line_end = text.find("\n", following.end)
        stop = line_end if line_end >= 0 else len(text)
        answer = _answer_below(text, piece.end, stop, piece, until=following.start)
        is_answered = is_answered if answer is None else answer
        answered.append(is_answered)
    for piece, is_said in zip(pieces, reversed(answered), strict=True):
        if is_said:
            yield piece, ANSWERED


def _answer_below(
    text: str, start: int, stop: int, piece: Piece, *, until: int | None = None
) -> bool | None:
    """Whether the first line of prose below a piece answers it; None where there is none up to the
    rule at ``until``, which is of the same list then."""
    is_quoted = _is_quoted(text, piece.start)
    rest, *lines = text[start : min(stop, start + _FARTHEST)].split("\n")
    place = start + len(rest) + 1
    is_near = True
    for line in lines[:_MOST_LINES]:
        is_rule = until is not None and place <= until < place + len(line) + 1
        place += len(line) + 1
        if not line.strip(" \t>\r"):
            is_near = False
            continue
        words = _words(line)
        is_reply = is_quoted and not _QUOTED.match(line)
        if is_reply and not ASKING_WORDS.issuperset(words):
            return True
        if _corrects(line, is_near=is_near and not is_rule):
            return True
        if is_rule:
            return None
        if len(words) >= _FEWEST_WORDS:
            return False
    return None if until is not None else False


def _corrects(line: str, *, is_near: bool) -> bool:
    speaker = _SPEAKER.match(line)
    sentence = line[speaker.end() if speaker else 0 :]
    if (
        "|" in line
        or "\t" in line
        or len(_words(line)) < _FEWEST_WORDS
        or sentence.rstrip().endswith(":")
    ):
        return False
    if _CORRECTS.match(sentence) or _CORRECTS.match(line.lstrip(" \t>*_[(")):
        return True
    if _JUDGES.match(sentence) and not ASKING_WORDS.issuperset(_words(sentence)):
        return True
    return (is_near or _MEANS_BEFORE.match(sentence) is not None) and bool(word_in(sentence))


def _is_quoted(text: str, place: int) -> bool:
    return _QUOTED.match(text, text.rfind("\n", 0, place) + 1) is not None


def _words(line: str) -> list[str]:
    return _WORD.findall(line.lower())


ANSWERED: Final = say(
    gettext_noop("What follows may answer it. Read whether it is still what is meant.")
)
