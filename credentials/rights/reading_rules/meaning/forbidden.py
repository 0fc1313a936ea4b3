"""Rules that the words or the signs around them forbid, or that stand beside a box nobody ticked.

Words tell it in many languages, and never for sure: what may be forbidden is left, and said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.meaning import negation
from credentials.rights.reading_rules.meaning.double_negations import asks_above, asks_around
from credentials.rights.reading_rules.meaning.enclosing_keys import EnclosingKeys, may_be_wanted
from credentials.rights.reading_rules.meaning.reminders import without_reminders
from credentials.rights.reading_rules.pieces import Piece

#: How much before and behind a rule is looked at.
_NEAR: Final = 400
_AFTER: Final = 200
_MARK: Final = (
    r"(?P<empty>(?<![\w\])])\[[ _]?\](?=\s|$)|(?<!\w)\( \)(?=\s|$)|[☐⬜□▢◻❏❑🔲]"
    r"|:white_large_square:"
    r"|<input(?![^<>]*\bchecked)[^<>]{0,80}checkbox[^<>]{0,80}>)"
    r"|(?P<ticked>\[[xX✓✔v*]\]|\([xX]\)|[☑☒✅✔✓🗹👍]|:white_check_mark:|<input[^<>]{0,160}>)"
    r"|(?P<cross>[✗✘❌✖🚫⛔👎]|:x:|:no_entry(?:_sign)?:|:-1:)"
)
_MARKS: Final = re.compile(_MARK)
#: The same behind a rule, with nothing else in its line.
_MARK_AFTER: Final = re.compile(rf"[\s|:`*_\"'–—-]{{0,8}}(?:{_MARK})[ \t|]*(?:$|[\n,;.])")
#: A note in brackets right behind a rule, which is about that one: (not recommended)
_NOTE: Final = re.compile(r"[\"'`)\]>*_]{0,4}[ \t]{0,3}[(\[][^()\[\]\n]{1,80}[)\]](?![(\w])")
#: A word or a mark; bullets, commas and blanks say nothing.
_SAYS_SOMETHING: Final = re.compile(r"[^\W\d_]|[^\x00-\x7f]|[\[\](){}!]")
#: Takes a rule back, as in lists of what to ignore: at the beginning of a line, or of a string.
_BANG: Final = re.compile(r"[\s>*•\"'`\[({,;|-]*(?:\w{1,20}:\s*)?!\s{0,3}[\"'`\[(]*$")
#: Between two rules of such a line.
_GOES_ON: Final = re.compile(r"[\s,;&]*(?:and|et|und|y|e|i)?[\s,;&]*")
_BANG_WITHIN: Final = re.compile(r"[\s\"'`\[({,;|]![\"'`\[(]*$")
#: What the calls below do, in English, where an order has no such ending.
_TELLS: Final = re.compile(
    r"[ \t]*(?:#|//|--|[*])?[ \t]*(?:removes|drops|revokes|denies|blocks|refuses|rejects"
    r"|skips)[ \t]+"
    r"(?![^\n]*\b(?:rules?|rights?|access|permissions?)\b)[^\n:]+$",
    re.IGNORECASE,
)
#: What the API says, which forbids nothing: it was refused, and the rule is what helps.
_ERROR: Final = re.compile(
    r"\b40[134]\b|not.granted.call|not been granted|invalid_|client error|http_?(?:code|status)"
    r"|error_?code|query.?id",
    re.IGNORECASE,
)
#: Ends what was taken out of a list, which begins behind it: everything but GET /a: PUT /b
_LIST_BEGINS: Final = re.compile(r"[\s\"'`*_)]{0,6}:[ \t]")
_EXCEPTION: Final = re.compile(
    r"\w+ but|except(?:ing)?|excluding|without|other than|apart from|sauf|hormis|excepté\w*|à part"
    r"|außer|ausser|ohne|bis auf|excepto|salvo|tranne|eccetto|oprócz|behalve|exceto",
    re.IGNORECASE,
)
#: Ends a document of YAML below a key; below a heading it underlines it.
_DOCUMENT: Final = re.compile(r"^[^\n:#]{1,60}:[^\n]*\n(?:[ \t]*\n)?---[ \t]*\n", re.MULTILINE)
_BREAK: Final = re.compile(r"[.!?;](?=\s)")
#: What stands below a heading, in some notations.
_UNDERLINE: Final = re.compile(r"[ \t>]*(?:-{3,}|={3,}|~{3,})\s*")
_BLANK_LINE: Final = re.compile(r"\n[ \t>\r]*\n")


@dataclass(slots=True)
class _State:
    """What was said before: ``word`` forbids in this clause, ``lead`` in the list below it, and
    ``mark`` is the box of the line, ``is_taken_back`` says that an exclamation mark stands before
    it. ``has_keys_first``: objects say first whether they allow. ``is_unsure``: the line above
    may forbid the list."""

    word: str = ""
    lead: str = ""
    mark: str = ""
    is_taken_back: bool = False
    has_keys_first: bool = False
    is_unsure: bool = False


def forbidden_in(
    text: str, pieces: Sequence[Piece], blocks: Sequence[tuple[int, int]]
) -> Iterator[tuple[Piece, Sentence, bool]]:
    """The pieces of a text that it forbids, each with the reason, and whether it is sure.
    ``blocks`` are its tables, whose marks are read already."""
    keys = EnclosingKeys(text)
    state, end, text = _State(), 0, without_reminders(text)
    ordered = sorted(pieces, key=lambda piece: piece.start)
    starts = [start for start, _ in blocks]
    following = [piece.start for piece in ordered[1:]] + [len(text)]
    for piece, limit in zip(ordered, following, strict=False):
        number = bisect_right(starts, piece.start)
        block = blocks[number - 1] if number and piece.start < blocks[number - 1][1] else None
        begin = max(block[0] if block else piece.start, end)
        _look_before(state, text[max(end, begin - _NEAR) : begin], is_first=end == 0)
        if end == 0:
            state.has_keys_first = negation.has_keys_first(text[max(0, begin - _NEAR) : begin])
        after = "" if block else text[piece.end : min(limit, piece.end + _AFTER)]
        is_alone = limit == len(text) or piece.end + len(after) < limit
        if state.word and asks_around(state.word, text, (piece.start, piece.end), near=_NEAR):
            state.word = after = ""
        reason = _reason(state, after, is_alone=is_alone, is_last=limit == len(text))
        is_sure = True
        if not reason and (word := keys.word_at(piece.start)):
            is_sure = not may_be_wanted(word)
            reason = say(_NOT_IN_FORCE if is_sure else _SURPLUS, word=visible_text(word))
        if reason in _MARKED or (reason and not _is_error(_line_around(text, piece))):
            yield piece, reason, is_sure
        elif not reason and state.is_unsure:
            yield piece, _LEAD, False
        end = max(end, piece.end, block[1] if block else 0)


def _is_error(line: str) -> bool:
    """Whether a line says what the API answered."""
    return _ERROR.search(line) is not None


def _line_around(text: str, piece: Piece) -> str:
    start = max(text.rfind("\n", 0, piece.start) + 1, piece.start - _AFTER)
    end = text.find("\n", piece.end)
    return text[start : min(end if end >= 0 else len(text), piece.end + _AFTER)]


def _look_before(state: _State, before: str, *, is_first: bool) -> None:
    """Take in what stands between the rule before and this one."""
    if documents := list(_DOCUMENT.finditer(before)):
        before = before[documents[-1].end() - 1 :]
    above, line_break, line = before.rpartition("\n")
    if not (line_break or is_first):
        line = _without_own(line)
    if line_break:
        state.word = state.mark = ""
    elif _LIST_BEGINS.match(line) and _EXCEPTION.fullmatch(state.word):
        state.word = ""
    if line_break or is_first:
        state.is_taken_back = _BANG.match(line) is not None
    elif not _GOES_ON.fullmatch(line):
        state.is_taken_back = _BANG_WITHIN.search(line) is not None
    if line_break:
        line = f"{_look_above(state, above, is_first=is_first)} {line}"
    if breaks := list(_BREAK.finditer(line)):
        state.word, line = "", line[breaks[-1].end() :]
    if _SAYS_SOMETHING.search(line):
        marks = list(_MARKS.finditer(line))
        state.mark = marks[-1].lastgroup or "" if marks else state.mark
        state.word = negation.word_before(line, carried=state.word)
    is_own = is_first or state.has_keys_first
    state.word = state.word or negation.word_of_object(before, is_first=is_own)


def _without_own(line: str) -> str:
    """What stands behind a rule, without the mark or the note that is its own."""
    if (mark := _MARK_AFTER.match(line)) and mark[0][-1] in ",;.":
        return line[mark.end() :]
    note = _NOTE.match(line)
    return line[note.end() :] if note else line


def _look_above(state: _State, above: str, *, is_first: bool) -> str:
    """Take in the lines above the one of a rule: a heading, or the end of the line before, whose
    sentence may go on; what forbids there is returned."""
    tail, _, rest = ("", "", above) if is_first else above.partition("\n")
    lines = [line for line in rest.split("\n") if line.strip(" \t>\r")]
    if not lines:
        return negation.words_at_end(tail)
    if len(lines) > 1 and _UNDERLINE.fullmatch(lines[-1]):
        lines = [f"# {lines[-2]}"]
    is_near = not _BLANK_LINE.search(f"{rest}\n".rpartition(lines[-1])[2])
    state.lead = negation.word_of_lead(lines[-1], is_near=is_near)
    is_asked = _is_asked(lines[-1])
    state.is_unsure = is_asked if state.lead else negation.is_doubtful_lead(lines[-1])
    state.lead = "" if is_asked else state.lead
    return ""


def _is_asked(line: str) -> bool:
    """Whether a line that has a word which forbids asks all the same, or tells what a call does."""
    return asks_above(line) or _TELLS.match(line) is not None


def _reason(state: _State, after: str, *, is_alone: bool, is_last: bool) -> Sentence | None:
    if state.is_taken_back:
        return TAKEN_BACK
    line, _, _ = after.partition("\n")
    mark = state.mark
    if not mark and (behind := _MARK_AFTER.match(line)):
        mark = next((name for name in ("empty", "cross") if behind[name]), "")
    if mark == "empty":
        return NOT_TICKED
    if mark == "cross":
        return CROSSED
    if note := _NOTE.match(line):
        after, is_alone = note[0], True
    is_alone = is_alone or "\n" in after
    has_own = is_last or not state.has_keys_first
    behind_it = negation.word_after(after, is_alone=is_alone, has_own_keys=has_own)
    word = state.word or state.lead or behind_it
    return say(_FORBIDDEN, word=visible_text(word)) if word else None


_LEAD: Final = say(
    gettext_noop("The line above has a word that may forbid it. Read whether it is meant.")
)
NOT_TICKED: Final = say(gettext_noop("Its box is not ticked, so it is left."))
CROSSED: Final = say(gettext_noop("It has a cross beside it, so it is left."))
TAKEN_BACK: Final = say(gettext_noop("“!” before it takes it back, so it is left."))
_MARKED: Final = (NOT_TICKED, CROSSED, TAKEN_BACK)
_NOT_IN_FORCE: Final = gettext_noop(
    "“%(word)s” of what holds it says that it is not in force, so it is left. If it is meant, "
    "paste it alone."
)
_SURPLUS: Final = gettext_noop(
    "“%(word)s” of what holds it may say that it is more than is needed. Is it meant?"
)
_FORBIDDEN: Final = gettext_noop(
    "“%(word)s” beside it seems to forbid it, so it is left. If it is meant, paste it alone."
)
