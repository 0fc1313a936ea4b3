"""Parts of a program that it never runs: behind its end, and below a condition that is false."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Final

_NEVER: Final = r"(?:false|0|null|none|nil|\$false|undefined|!1|not[ \t]+true|!true)"
_ALWAYS: Final = r"(?:true|1|\$true|!0|not[ \t]+false|!false)"
#: A condition that is false, and what its block begins with.
_CONDITION: Final = re.compile(
    r"(?:^|(?<=[;{}]))(?P<indent>[ \t]{0,80})(?:\}?[ \t]{0,9}else[ \t]?)?"
    r"(?:(?:if|while|elif|elsif)[ \t]*(?P<open>\()?[ \t]*(?:\w[\w. ]{0,40}(?:&&|and)[ \t]*)?"
    rf"{_NEVER}"
    r"(?:[ \t]*(?:&&|and\b)[^\n:{};)]*)?"
    rf"|unless[ \t]*(?P<opened>\()?[ \t]*{_ALWAYS})(?!\w)[ \t]*(?:(?(open)\))(?(opened)\)))[ \t]*"
    r"(?P<begin>:|\{|;?[ \t]*(?:then|do)\b|)",
    re.IGNORECASE | re.MULTILINE,
)
#: A line that is never run: false && …, true || …, … if false.
_LINE: Final = re.compile(
    r"^[ \t]*(?:(?:false|0)[ \t]*(?:&&|and\b)|(?:true|:)[ \t]*\|\|)[^\n]*"
    rf"|^[^\n#]{{1,300}}[ \t](?:if[ \t]+{_NEVER}|unless[ \t]+{_ALWAYS})[ \t]*;?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
#: What ends a program, alone in a line that is not indented.
_END: Final = re.compile(
    r"^(?:__(?:END|DATA)__|__halt_compiler\(\);?|exit(?:[ \t]+(?:/b[ \t]*)?\d{0,3}|\(\d{0,3}\))?;?"
    r"|return;?|die;?|(?:sys|process|os|std::process)(?:\.|::)_?exit\(\d{0,3}\);?|quit\(\d{0,3}\);?"
    r"|goto[ \t]+:?eof)[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
#: Begins another program, or prose again.
_OTHER: Final = re.compile(r"^[ \t>]*(?:`{3}|~{3}|EOF\b|EOT\b|#!/)", re.MULTILINE)
_BRACES: Final = re.compile(r"[{}]")
_WORD_END: Final = r"(?:fi|done|end|endif|endwhile|else|elif|elsif)"
_LINE_END: Final = re.compile(rf";[ \t]*{_WORD_END}\b")
_WORD_LINE: Final = re.compile(rf"^(?P<indent>[ \t]*){_WORD_END}\b", re.MULTILINE)
_LINE_OF_TEXT: Final = re.compile(r"(?P<indent>[ \t]*)(?P<rest>[^\n]*)(?:\n|\Z)")
_LONGEST: Final = 20_000
_NEAR: Final = 200


def dead_code_in(text: str) -> Iterator[tuple[int, int]]:
    """Where every such part of a text begins and ends."""
    place, words = 0, dict[str, list[int]]()
    while condition := _CONDITION.search(text, place):
        words = words or _words_that_end(text) or {"": []}
        end = _end_of_block(text, condition, words)
        yield condition.start(), end
        place = max(end, condition.end())
    for line in _LINE.finditer(text):
        yield line.span()
    place = 0
    while last := _END.search(text, place):
        other = _OTHER.search(text, last.end())
        place = other.end() if other else len(text)
        yield last.end(), place


def _end_of_block(text: str, condition: re.Match[str], words: Mapping[str, list[int]]) -> int:
    """Where the block of a condition ends: with its brace, its word, its indent or its line.

    ``words`` are the lines that begin with a word that ends a block.
    """
    start = condition.end()
    line_end = text.find("\n", start)
    line_end = line_end if line_end >= 0 else len(text)
    rest = text[start:line_end].strip()
    if condition["begin"] == "{" or (
        not rest and text[line_end : line_end + _NEAR].lstrip().startswith("{")
    ):
        return _end_of_braces(text, start, 1 if condition["begin"] == "{" else 0)
    if rest:
        word = _LINE_END.search(text, start, line_end)
        return word.start() if word else line_end
    same = words.get(condition["indent"], [])
    number = bisect_left(same, line_end)
    if number < len(same):
        return same[number]
    return _end_of_indent(text, line_end + 1, len(condition["indent"]))


def _words_that_end(text: str) -> dict[str, list[int]]:
    """Where lines begin with a word that ends a block, by their indent."""
    places: dict[str, list[int]] = {}
    for line in _WORD_LINE.finditer(text):
        places.setdefault(line["indent"], []).append(line.start())
    return places


def _end_of_braces(text: str, start: int, depth: int) -> int:
    for brace in _BRACES.finditer(text, start, start + _LONGEST):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return len(text)


def _end_of_indent(text: str, start: int, width: int) -> int:
    """Where lines that are indented more than ``width`` end."""
    end = start
    while end < len(text) and (line := _LINE_OF_TEXT.match(text, end)):
        if line["rest"].strip() and len(line["indent"]) <= width:
            break
        end = line.end()
    return min(end, len(text))
