"""Rules that the words or the signs around them forbid, or that stand beside a box nobody ticked.

Words tell it in many languages, and never for sure: what may be forbidden is left, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.meaning import negation
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
#: A word or a mark; bullets, commas and blanks say nothing.
_SAYS_SOMETHING: Final = re.compile(r"[^\W\d_]|[^\x00-\x7f]|[\[\](){}!]")
#: Takes the rest of a line back, as in lists of what to ignore.
_BANG: Final = re.compile(r"[\s>*•-]*!\s?$")
_BREAK: Final = re.compile(r"[.!?;](?=\s)")
#: What stands below a heading, in some notations.
_UNDERLINE: Final = re.compile(r"[ \t>]*(?:-{3,}|={3,}|~{3,})\s*")
_BLANK_LINE: Final = re.compile(r"\n[ \t>\r]*\n")


@dataclass(slots=True)
class _State:
    """What was said before: ``word`` forbids in this clause, ``lead`` in the list below it, and
    ``mark`` is the box of the line. ``has_keys_first``: objects say first whether they allow."""

    word: str = ""
    lead: str = ""
    mark: str = ""
    has_keys_first: bool = False


def forbidden_in(
    text: str, pieces: Sequence[Piece], blocks: Sequence[tuple[int, int]]
) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces of a text that it forbids, each with the reason. ``blocks`` are its tables, whose
    marks are read already."""
    state, end = _State(), 0
    ordered = sorted(pieces, key=lambda piece: piece.start)
    following = [piece.start for piece in ordered[1:]] + [len(text)]
    for piece, limit in zip(ordered, following, strict=False):
        block = next((each for each in blocks if each[0] <= piece.start < each[1]), None)
        begin = max(block[0] if block else piece.start, end)
        _look_before(state, text[max(end, begin - _NEAR) : begin], is_first=end == 0)
        if end == 0:
            state.has_keys_first = negation.has_keys_first(text[max(0, begin - _NEAR) : begin])
        after = "" if block else text[piece.end : min(limit, piece.end + _AFTER)]
        is_alone = limit == len(text) or piece.end + len(after) < limit
        reason = _reason(state, after, is_alone=is_alone, is_last=limit == len(text))
        is_said = reason in _MARKED or not negation.is_error(_line_around(text, piece))
        if reason and is_said:
            yield piece, reason
        end = max(end, piece.end, block[1] if block else 0)


def _line_around(text: str, piece: Piece) -> str:
    start = max(text.rfind("\n", 0, piece.start) + 1, piece.start - _AFTER)
    end = text.find("\n", piece.end)
    return text[start : min(end if end >= 0 else len(text), piece.end + _AFTER)]


def _look_before(state: _State, before: str, *, is_first: bool) -> None:
    """Take in what stands between the rule before and this one."""
    above, line_break, line = before.rpartition("\n")
    if line_break:
        state.word = state.mark = ""
        line = f"{_look_above(state, above, is_first=is_first)} {line}"
    if breaks := list(_BREAK.finditer(line)):
        state.word, line = "", line[breaks[-1].end() :]
    if _SAYS_SOMETHING.search(line):
        marks = list(_MARKS.finditer(line))
        state.mark = marks[-1].lastgroup or "" if marks else state.mark
        state.mark = "cross" if _BANG.match(line) else state.mark
        state.word = negation.word_before(line, carried=state.word)
    is_own = is_first or state.has_keys_first
    state.word = state.word or negation.word_of_object(before, is_first=is_own)


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
    return ""


def _reason(state: _State, after: str, *, is_alone: bool, is_last: bool) -> Sentence | None:
    line, _, _ = after.partition("\n")
    mark = state.mark
    if not mark and (behind := _MARK_AFTER.match(line)):
        mark = next((name for name in ("empty", "cross") if behind[name]), "")
    if mark == "empty":
        return NOT_TICKED
    if mark == "cross":
        return CROSSED
    is_alone = is_alone or "\n" in after
    has_own = is_last or not state.has_keys_first
    behind_it = negation.word_after(after, is_alone=is_alone, has_own_keys=has_own)
    word = state.word or state.lead or behind_it
    return say(_FORBIDDEN, word=visible_text(word)) if word else None


NOT_TICKED: Final = say(gettext_noop("Its box is not ticked, so it is left."))
CROSSED: Final = say(gettext_noop("It has a cross beside it, so it is left."))
_MARKED: Final = (NOT_TICKED, CROSSED)
_FORBIDDEN: Final = gettext_noop(
    "“%(word)s” beside it seems to forbid it, so it is left. If it is meant, paste it alone."
)
