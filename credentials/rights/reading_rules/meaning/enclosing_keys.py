"""Keys of what holds rules, by which none of them is in force: "status": "expired", "rules": […].

Of a rule's own object ``negation`` knows; this is about what is around it, in braces or indented.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from credentials.rights.reading_rules.meaning.negation import KEYED
from credentials.rights.reading_rules.meaning.past_ends import ENDED, is_past

#: Such a key, or one that tells when it ended.
_EITHER: Final = rf"{KEYED}|{ENDED}"
_KEYED: Final = re.compile(_EITHER, re.IGNORECASE)
_PART: Final = re.compile(
    rf"(?P<keyed>(?<![\w-])(?:{_EITHER})[\"']?)|(?P<quote>[\"'])(?:(?!(?P=quote))[^\\\n]|\\.)*(?P=quote)"
    r"|(?P<brace>[{}])",
    re.IGNORECASE,
)
#: An element with such an attribute.
_ELEMENT: Final = re.compile(
    rf"<(?P<name>\w{{1,40}})\s[^<>\n]{{0,200}}?(?:{_EITHER})[^<>\n]{{0,200}}?(?P<end>/?)>",
    re.IGNORECASE,
)
_LINE: Final = re.compile(r"(?P<lead>[ \t]*)(?P<dash>-[ \t]+)?(?P<rest>[^\n]+)")
_KEY_LINE: Final = re.compile(rf"(?:{_EITHER})[\"']?,?[ \t]*(?:#[^\n]*)?\r?", re.IGNORECASE)
#: A key with what is indented below it; code begins a block otherwise.
_OPENS: Final = re.compile(
    r"[\"']?[\w. -]{1,60}[\"']?[ \t]*(?::[ \t]*[\[{(|>]?-?|=>?[ \t]*[\[{(])[ \t]*(?:#[^\n]*)?\r?"
)
_SECTION: Final = re.compile(r"\[[^\n\]]*\]+[ \t]*\r?|-{3,}[ \t]*\r?")


#: Names of lists and sections whose rules are not granted, or not any more.
_NOT_GRANTED: Final = (
    r"(?:deny|denied|forbid(?:den)?|block(?:ed)?|exclude[ds]?|remove[ds]?|revoked|expired|disallow(?:ed)?"
    r"|old|previous|before|former)(?:[_-]?(?:rules?|rights?|list|methods?|paths?|calls?|access))?"
)
_NAMED: Final = re.compile(
    rf"(?<![\w-])[\"']?(?P<name>{_NOT_GRANTED})[\"']?[ \t]*(?::|=>?)?[ \t]*(?P<open>[\[{{])",
    re.IGNORECASE,
)
_NAMED_SECTION: Final = re.compile(
    rf"^[ \t]*\[{{1,2}}(?P<name>{_NOT_GRANTED})\]{{1,2}}[ \t]*\r?\n(?P<rows>(?!\s*\[)[^\n]*\n?)*",
    re.IGNORECASE | re.MULTILINE,
)
_BRACKET: Final = re.compile(r"[\[\]{}]")
_FARTHEST: Final = 20_000


class _Part(NamedTuple):
    """``text[start:end]`` is held by what has such a key; ``word`` is the key's value."""

    start: int
    end: int
    word: str


@dataclass(slots=True)
class _Block:
    """Lines with one indent, ``column``; ``held`` are the deeper lines below keys of it."""

    start: int
    column: int
    word: str = ""
    opens: bool = False
    held: list[tuple[int, int]] = field(default_factory=list)


class EnclosingKeys:
    """The parts of a text that such keys are about."""

    def __init__(self, text: str) -> None:
        parts = [*_named(text)]
        if _KEYED.search(text):
            parts += [*_objects(text), *_elements(text), *_blocks(text)]
        parts.sort()
        self._starts = [part.start for part in parts]
        #: Of the parts up to each, the one that ends last.
        self._last: list[_Part] = []
        for part in parts:
            before = self._last[-1] if self._last else part
            self._last.append(part if part.end > before.end else before)

    def word_at(self, place: int) -> str:
        """The word of such a key that is about a place of the text, or ``""``."""
        number = bisect_right(self._starts, place)
        last = self._last[number - 1] if number else _Part(0, 0, "")
        return last.word if place < last.end else ""


def _named(text: str) -> Iterator[_Part]:
    """Lists, objects and sections that such a name stands before."""
    for section in _NAMED_SECTION.finditer(text):
        yield _Part(*section.span(), section["name"])
    end = 0
    for named in _NAMED.finditer(text):
        if named.start() >= end:
            end = _closing(text, named.start("open"))
            yield _Part(named.start(), end, named["name"])


def _closing(text: str, opening: int) -> int:
    """Where the bracket at ``opening`` is closed, or where nobody looks any farther."""
    depth = 0
    for bracket in _BRACKET.finditer(text, opening, opening + _FARTHEST):
        depth += 1 if bracket[0] in "[{" else -1
        if not depth:
            return bracket.end()
    return min(opening + _FARTHEST, len(text))


def _objects(text: str) -> Iterator[_Part]:
    """Objects in braces that have such a key themselves."""
    opened: list[tuple[int, str]] = []
    for part in _PART.finditer(text) if "{" in text else ():
        if part["brace"] == "{":
            opened.append((part.start(), ""))
        elif part["brace"] and opened:
            start, word = opened.pop()
            if word:
                yield _Part(start, part.end(), word)
        elif part["keyed"] and opened:
            opened[-1] = (opened[-1][0], opened[-1][1] or _word(part))
    yield from (_Part(start, len(text), word) for start, word in opened if word)


def _elements(text: str) -> Iterator[_Part]:
    """Elements of XML, up to the next one of the name: closing tags are none of the plain text."""
    for element in _ELEMENT.finditer(text):
        if element["end"] != "/":
            end = text.find(f"<{element['name']} ", element.end())
            yield _Part(element.start(), end if end >= 0 else len(text), _word(element))


def _word(match: re.Match[str]) -> str:
    """The value of the key; nothing where that is a day to come."""
    if ended := match["ended"]:
        return str(ended) if is_past(ended) else ""
    return str(match["on"] or match["off"] or match["denied"])


def _blocks(text: str) -> Iterator[_Part]:
    """Lines that are indented below the keys of a block that has such a key."""
    blocks: list[_Block] = []
    for line in _LINE.finditer(text):
        width = len(line["lead"])
        is_section = not width and _SECTION.fullmatch(line["rest"]) is not None
        while blocks and (is_section or blocks[-1].column > width):
            yield from _ended(blocks, line.start())
        column = width + len(line["dash"] or "")
        if not blocks or blocks[-1].column < column:
            blocks.append(_Block(line.start(), column))
        block = blocks[-1]
        block.opens = _OPENS.fullmatch(line["rest"]) is not None
        if key := _KEY_LINE.fullmatch(line["rest"]):
            block.word = block.word or _word(key)
    while blocks:
        yield from _ended(blocks, len(text))


def _ended(blocks: list[_Block], end: int) -> Iterator[_Part]:
    """What is known of the innermost block once it ends; the one around it holds its lines."""
    block = blocks.pop()
    if blocks and blocks[-1].opens:
        blocks[-1].held.append((block.start, end))
    if block.word:
        yield from (_Part(*held, block.word) for held in block.held)
