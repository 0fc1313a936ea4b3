"""Signs in the line of a rule that make it doubtful: a note, another cell, an arrow, a log's line.

What they mean is not known, so the rule is taken, and said. A short note behind a rule that only
reads is none of them, but where it tells that the rule has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from credentials.core import Method, Sentence, gettext_noop, say
from credentials.rights.reading_rules.meaning.asking_words import ASKING_WORDS
from credentials.rights.reading_rules.pieces import Piece

#: How much of a line is looked at, on both sides of a rule.
NEAR: Final = 240
#: Begins a note: GET /me - the account, GET /me (for the login).
NOTE: Final = re.compile(
    r"[ \t\"'”»’`*_)\],.;]{0,6}(?:(?:[-–—:#({\[→⇒=<>|]|//)[ \t]?|(?<=[ \t])[ \t]|\t)"
)
#: Behind a link that is the text of itself, as Markdown has it.
_LINKED: Final = "](http"
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_ENDED: Final = (
    r"expired|until|old|former|obsolete|rejected|refused|revoked|denied|disabled|removed|withdrawn"
    r"|cancelled|pending|draft|inactive|invalid|deprecated|expirée?s?|refusée?s?|révoquée?s?"
    r"|supprimée?s?|désactivée?s?|périmée?s?|abgelaufen|abgelehnt|gesperrt|widerrufen|entfernt"
    r"|caducad[oa]s?|rechazad[oa]s?|revocad[oa]s?|scadut[oaie]|rifiutat[oaie]|revocat[oaie]"
    r"|wygasł\w*|odrzucon\w*|cofnięt\w*"
)
#: What a note may say of a rule that writes; to delete it is none of that.
_HARMLESS: Final = ASKING_WORDS - {"delete"}
_TELLS_END: Final = re.compile(rf"(?<!\w)(?:{_ENDED})(?!\w)", re.IGNORECASE)
#: A question, or a value that says no, with nothing else behind the rule.
_ASKED: Final = re.compile(
    r"[ \t\"'`)]{0,4}(?:[(\[]?[^\n/?]{0,40}\?{1,5}[)\]]?"
    r"|(?:[:=]|=>|->)?[ \t]*(?:false|0|no|off|ko))[ \t.]*$",
    re.IGNORECASE,
)
#: A whole cell of a row.
_OFF_CELL: Final = re.compile(
    rf"(?:^|[|;,\t│])[ \t\"'*_`]*(?:{_ENDED})[ \t\"'*_`]*(?=[|;,\t│]|$)", re.IGNORECASE
)
_ARROW: Final = re.compile(r"[\"'`\s]{0,3}(?:[→⇒⟶➔➜]|[-=]{1,2}>)[\"'`\s]{0,3}")
#: A request in the line of a server's log, before its status.
_LOGGED: Final = re.compile(
    r"[ \t]HTTP/\d(?:\.\d)?\"[ \t]+[1-5]\d\d\b|[ \t]+[1-5]\d\d[ \t]+[\d.]+ ?m?s\b"
)
_CONFLICT: Final = re.compile(r"^<{7}(?!<).*?^>{7}(?!>)[^\n]*", re.MULTILINE | re.DOTALL)


def doubts_in(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces of a text that stand beside such a sign, each with the remark; none that is to be
    looked at already."""
    spans = [match.span() for match in _CONFLICT.finditer(text)] if "<<<<<<<" in text else []
    for number, piece in enumerate(pieces):
        if piece.remarks:
            continue
        begin, end = line_around(text, piece)
        before, behind = text[begin : piece.start], text[piece.end : end]
        if any(start <= piece.start < stop for start, stop in spans):
            yield piece, CONFLICT
        elif _LOGGED.match(behind):
            yield piece, LOGGED
        elif _is_beside_arrow(text, pieces, number):
            yield piece, ARROW
        elif _has_doubtful_note(piece, behind) or _OFF_CELL.search(f"{before}\t{behind}"):
            yield piece, NOTED


def line_around(text: str, piece: Piece) -> tuple[int, int]:
    """Where the line of a piece begins and ends, as far as it is near."""
    lowest, highest = max(0, piece.start - NEAR), piece.end + NEAR
    begin = text.rfind("\n", lowest, piece.start) + 1
    end = text.find("\n", piece.end, highest)
    return begin or lowest, end if end >= 0 else min(highest, len(text))


def _is_beside_arrow(text: str, pieces: Sequence[Piece], number: int) -> bool:
    around = pieces[max(0, number - 1) : number + 2]
    return any(
        _ARROW.fullmatch(text, first.end, second.start) for first, second in pairwise(around)
    )


def _has_doubtful_note(piece: Piece, behind: str) -> bool:
    if not behind or behind.isspace():
        return False
    if _ASKED.match(behind):
        return True
    if not NOTE.match(behind) or (piece.pairs and behind.startswith(_LINKED)):
        return False
    if _TELLS_END.search(behind):
        return True
    only_reads = all(rule.method is Method.GET for rule in piece.rules)
    return not only_reads and not _HARMLESS.issuperset(_words(behind))


def _words(part: str) -> Iterable[str]:
    return _WORD.findall(part.lower())


NOTED: Final = say(gettext_noop("Read what stands beside it: it may say that it is not meant."))
ARROW: Final = say(
    gettext_noop("An arrow stands between two rules. Keep the one that is to be asked for.")
)
LOGGED: Final = say(gettext_noop("It reads like a line of a server's log. Is it OVHcloud's API?"))
CONFLICT: Final = say(
    gettext_noop("It stands in a merge conflict. Keep the side that is to be asked for.")
)
