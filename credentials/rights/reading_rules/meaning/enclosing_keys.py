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


#: Names of lists, objects and sections whose rules are not granted, not any more, or are more than
#: is needed; what "instead" has is none of them but beside a name of what is wanted, and of what
#: "maybe" has nobody knows.
_NOT_GRANTED: Final = re.compile(
    r"(?:(?:rules?|rights?|permissions?|access)[_-]?(?:to[_-]?)?)?"
    r"(?:deny|denied|forbid(?:den)?|block(?:ed)?|exclude[ds]?|remove[ds]?|revoked?|expired"
    r"|disallow(?:ed)?|old|previous|before|former|ignored?|drop(?:ped)?|rejected|refused"
    r"|not[_-]?(?:granted|allowed|needed|used|wanted|permitted)|unauthori[sz]ed|archived|inactive"
    r"|retired|legacy|unneeded|unused|unwanted|unnecessary|surplus|superfluous|excess(?:ive)?"
    r"|too[_-]?(?:much|many|wide|broad)|over[_-]?(?:granted|privileged)|dangerous|unsafe|insecure"
    r"|bad|wrong|outdated|stale|anciens?|anciennes?|alte?|inutiles?|inutilisée?s?|überflüssig"
    r"|viej[oa]s?|antigu[oa]s?|vecchi[oae]?|stare"
    r"|(?P<maybe>extra|alternatives?|optional)"
    r"|(?P<instead>from|was|were|current|actual|existing|present))"
    r"(?:[_-]?(?:rules?|rights?|list|methods?|paths?|calls?|access|permissions?))?",
    re.IGNORECASE,
)
_WANTED: Final = re.compile(
    r"(?<![\w-])[\"']?(?:to|now|is|desired|wanted|target|expected|proposed|planned|required|needed"
    r"|recommended|suggested)(?:[_-]?(?:rules?|rights?|permissions?))?[\"']?[ \t]*[:=]>?"
    r"[ \t]*(?:[\[{]|\r?\n)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(?<![\w-])[\"']?(?P<name>[^\W\d][\w-]{1,40})[\"']?[ \t]*(?:(?::|=>?)[ \t]*)?(?P<open>[\[{])"
)
_NAMED_SECTION: Final = re.compile(
    r"^[ \t]*\[{1,2}(?P<name>[^\W\d][\w-]{1,40})\]{1,2}[ \t]*\r?\n"
    r"(?P<rows>(?!\s*\[)[^\n]*\n?)*",
    re.MULTILINE,
)
#: The same above lines that are indented below it, or a list.
_NAMED_LINE: Final = re.compile(
    r"^[ \t]*(?:-[ \t]+)?[\"']?(?P<name>[^\W\d][\w-]{1,40})[\"']?[ \t]*:[ \t]*(?:#[^\n]*)?\r?$",
    re.MULTILINE,
)
_BRACKET: Final = re.compile(r"[\[\]{}]")
_FARTHEST: Final = 20_000


def may_be_wanted(word: str) -> bool:
    """Whether a name leaves it open: "extra": […]."""
    name = _NOT_GRANTED.fullmatch(word)
    return name is not None and name["maybe"] is not None


class _Part(NamedTuple):
    """``text[start:end]`` is held by what has such a key; ``word`` is the key's value."""

    start: int
    end: int
    word: str


@dataclass(slots=True)
class _Block:
    """Lines with one indent, ``column``; ``held`` are the deeper lines below keys of it, ``name``
    is the key that the last of its lines is, where what is below it is not granted."""

    start: int
    column: int
    word: str = ""
    opens: bool = False
    name: str = ""
    held: list[tuple[int, int]] = field(default_factory=list)


class EnclosingKeys:
    """The parts of a text that such keys are about."""

    def __init__(self, text: str) -> None:
        names = _Names(text)
        parts = [*_named(text, names)]
        has_keys = _KEYED.search(text) is not None
        if has_keys:
            parts += [*_objects(text), *_elements(text)]
        if has_keys or any(names.not_granted(line) for line in _NAMED_LINE.finditer(text)):
            parts += _blocks(text, names)
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


class _Names:
    """Which names of a text say that what they have is not granted."""

    def __init__(self, text: str) -> None:
        self.has_wanted = _WANTED.search(text) is not None

    def not_granted(self, named: re.Match[str]) -> bool:
        """Whether a match's "name" does."""
        name = _NOT_GRANTED.fullmatch(named["name"])
        return name is not None and (self.has_wanted or not name["instead"])


def _named(text: str, names: _Names) -> Iterator[_Part]:
    """Lists, objects and sections that such a name stands before."""
    for section in filter(names.not_granted, _NAMED_SECTION.finditer(text)):
        yield _Part(*section.span(), section["name"])
    end = 0
    for named in filter(names.not_granted, _NAMED.finditer(text)):
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


def _blocks(text: str, names: _Names) -> Iterator[_Part]:
    """Lines that are indented below the keys of a block that has such a key, or below such a
    name."""
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
        named = _NAMED_LINE.fullmatch(line["rest"]) if block.opens else None
        block.name = named["name"] if named and names.not_granted(named) else ""
        if key := _KEY_LINE.fullmatch(line["rest"]):
            block.word = block.word or _word(key)
    while blocks:
        yield from _ended(blocks, len(text))


def _ended(blocks: list[_Block], end: int) -> Iterator[_Part]:
    """What is known of the innermost block once it ends; the one around it holds its lines."""
    block = blocks.pop()
    if blocks and blocks[-1].opens:
        blocks[-1].held.append((block.start, end))
    if blocks and blocks[-1].name:
        yield _Part(block.start, end, blocks[-1].name)
    if block.word:
        yield from (_Part(*held, block.word) for held in block.held)
