"""Loops over methods or paths: ``for m in GET POST; do … $m /me``, ``for p in PATHS: get(p)``.

What a loop runs is read once for each thing that it goes over, with that in the variable's place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from credentials.core import Method, gettext_noop, say
from credentials.rights.reading_rules.grammar.parser import parse
from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.paths.text_path import Pair, whole_path
from credentials.rights.reading_rules.pieces import MOST_RULES, Piece
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token, tokens_of

_ITEM: Final = rf"(?:[\"']?(?:{METHOD_NAMES}|/[^\s\"',;()\[\]{{}}|]*)[\"']?)"
_ITEMS: Final = rf"{_ITEM}(?:[\s,]{{1,20}}{_ITEM}){{0,99}}"
_OPENED, _CLOSED = r"(?:\[\]string|%w|@|vec!)?[\[({]{1,2}\s{0,20}", r"[\s,]{0,20}[\])}]{1,2}"
_NAME: Final = r"[A-Za-z_]\w{0,40}"


def _over(kind: str) -> str:
    """What a loop goes over: a list, one without brackets as shells have it, or the name of one."""
    return (
        rf"(?:{_OPENED}(?P<{kind}_list>{_ITEMS}){_CLOSED}|(?P<{kind}_bare>{_ITEMS})"
        rf"|[\"']?[$&]?\{{?(?P<{kind}_name>{_NAME})(?:\[@\]\}}|\}})?[\"']?(?![\w.(\[]))"
    )


_LOOP: Final = re.compile(
    rf"\bfor(?:each)?[ \t]*\(?[ \t]*(?:(?:const|let|var|my|_,)[ \t]+)?\$?(?P<for>{_NAME})"
    rf"[ \t]+(?:in|of|:=[ \t]*range)[ \t]+{_over('for')}"
    rf"|\bforeach[ \t]*\([ \t]*{_over('as')}[ \t]+as[ \t]+\$(?P<as>{_NAME})"
    rf"|(?:{_OPENED}(?P<each_list>{_ITEMS}){_CLOSED}|(?<![\w.])\$?(?P<each_name>{_NAME}))"
    r"(?:\.|->)(?:forEach|for_each|each|map|flatMap)\b[ \t]?(?:\(|\{"
    r"|do)[ \t]?(?:async[ \t]?)?(?:function[ \t]?)?[(|]?"
    rf"[ \t]?(?P<each>{_NAME})"
    rf"|\bArray\.from\({_OPENED}(?P<from_list>{_ITEMS}){_CLOSED},[ \t]*\(?(?P<from>{_NAME})\)?"
    r"[ \t]*=>"
    rf"|\b(?P<hcl>for_each)[ \t]*=[ \t]*(?:toset\()?{_OPENED}(?P<hcl_list>{_ITEMS}){_CLOSED}\)?"
)
#: A list that a loop may name.
_NAMED: Final = re.compile(
    rf"(?<![\w.])\$?(?P<name>{_NAME})[ \t]*(?::[ \t]*[\w\[\]<>]{{1,30}}[ \t]*)?:?=[ \t]*"
    rf"(?:{_OPENED}(?P<items>{_ITEMS}){_CLOSED}|\"(?P<words>{_ITEMS})\")"
)
_FIND_ITEM: Final = re.compile(rf"{METHOD_NAMES}|/[^\s\"',;()\[\]{{}}|]*")
#: The variable of a block that is repeated: each.value, access_rules.value.
_EACH: Final = rf"{_NAME}\.(?:value|key)"
_FIND_NAME: Final = re.compile(_NAME)
#: Where a text has none of this, it has no loop.
_MAY_LOOP: Final = re.compile(r"for|each|ap[ \t]?[({]|\.from\(")
_KEYS: Final = re.compile(r"method|verb|path|url|route")
_BODY_ENDS: Final = re.compile(r"\n[ \t]*(?:\n|done\b|end\b)|\n[})]|\Z")
_LONGEST_BODY: Final = 800
_MOST_WITHIN: Final = 2
_MOST_WORK: Final = 20_000
_NEAR: Final = 20


@dataclass(frozen=True, slots=True)
class _Loop:
    """``text[start:end]`` begins a loop whose ``variable``, a pattern, is each of the items.

    ``list_span`` is where these stand.
    """

    variable: str
    items: tuple[str, ...]
    start: int
    end: int
    list_span: tuple[int, int]


def loops_in(text: str) -> Iterator[Token]:
    """Every such loop of a text, as the rules of what it runs."""
    if _MAY_LOOP.search(text):
        yield from _Reader(text, _Work(min(_MOST_WORK, 2_000 + 8 * len(text)))).tokens()


@dataclass(slots=True)
class _Work:
    """How many characters may still be read for loops, those within others included."""

    left: int


class _Reader:
    """Reads the loops of a text; ``within`` are the loops around, ``known`` the lists that they may
    name besides those of the text itself."""

    def __init__(
        self,
        text: str,
        work: _Work,
        within: int = 0,
        known: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.text = text
        self.work = work
        self.within = within
        self.named = {match["name"]: match for match in _NAMED.finditer(text)}
        self.lists = {**(known or {}), **{name: _items(each) for name, each in self.named.items()}}

    def tokens(self) -> list[Token]:
        place = 0
        tokens: list[Token] = []
        while self.work.left > 0 and (head := _LOOP.search(self.text, place)):
            place = head.end()
            loop = self._loop(head)
            if loop is None:
                continue
            token = self._token(loop) if self.within <= _MOST_WITHIN else None
            tokens.append(token or _unread(loop))
            place = max(place, tokens[-1].end)
            words = set(_FIND_NAME.findall(self.text, tokens[-1].start, tokens[-1].end))
            used = [self.named.pop(name) for name in words & self.named.keys()]
            tokens += [Token(Kind.RULES, *listed.span()) for listed in used]  # is no more than that
        return sorted(tokens, key=lambda token: token.start)

    def _loop(self, head: re.Match[str]) -> _Loop | None:
        """The loop of a head; None where it goes over anything but methods or paths."""
        kind = next(name for name in ("for", "as", "each", "from", "hcl") if head[name])
        groups = (f"{kind}_{form}" for form in ("list", "bare", "name"))
        group = next(name for name in groups if name in head.re.groupindex and head[name])
        if group.endswith("name"):
            items = self.lists.get(head[group], ())
        else:
            items = tuple(_FIND_ITEM.findall(head[group]))
        are_methods = {item in Method.__members__ for item in items}
        if len(are_methods) != 1 or (are_methods == {True} and len(items) < 2):
            return None
        variable = _EACH if kind == "hcl" else head[kind]
        return _Loop(variable, tuple(dict.fromkeys(items)), *head.span(), head.span(group))

    def _token(self, loop: _Loop) -> Token | None:
        """The rules of a loop; None where nothing of what it runs goes by its variable."""
        text = self.text
        last = _BODY_ENDS.search(text, loop.end)
        stop = min(last.start() if last else len(text), loop.end + _LONGEST_BODY)
        line = text.rfind("\n", max(0, loop.start - _LONGEST_BODY), loop.start) + 1
        for start, end in (
            (loop.end, stop),
            (line, loop.start),
        ):  # a comprehension's value is first
            pairs = self._pairs(loop, start, end)
            if pairs:
                first, last_end = min(loop.start, pairs[0].start), max(loop.end, pairs[-1].end)
                return Token(Kind.RULES, first, last_end, pairs=tuple(pairs))
        return None

    def _pairs(self, loop: _Loop, start: int, end: int) -> list[Pair]:
        """The rules of ``text[start:end]``, which the loop runs, in their order; none where its
        variable has no part in any."""
        use = _use_of(loop.variable)
        uses = [match.span() for match in use.finditer(self.text, start, end)]
        pairs: list[Pair] = []
        is_used = False
        for item in loop.items if uses else ():
            run = _Run(self.text, start, end, uses, item)
            self.work.left -= len(run.text)
            if self.work.left < 0:
                return []
            for piece in parse(self._tokens_of(run.text), most=MOST_RULES).pieces:
                first, last = run.original(piece.start), run.original(piece.end, is_end=True)
                has_use = any(begin < last and stop > first for begin, stop in uses)
                is_used |= has_use
                if has_use or item == loop.items[0]:
                    pairs += _pairs_of(piece, first, last)
        return sorted(pairs, key=lambda pair: pair.start) if is_used else []

    def _tokens_of(self, text: str) -> Iterator[Token]:
        place = 0
        for block in _Reader(text, self.work, self.within + 1, self.lists).tokens():
            if block.start >= place:
                yield from tokens_of(text, place, block.start)
                yield block
                place = block.end
        yield from tokens_of(text, place)


def _items(listed: re.Match[str]) -> tuple[str, ...]:
    return tuple(_FIND_ITEM.findall(listed["items"] or listed["words"]))


def _unread(loop: _Loop) -> Token:
    return Token(Kind.RULES, loop.start, loop.end, problems=((*loop.list_span, _NOT_READ),))


def _pairs_of(piece: Piece, start: int, end: int) -> Iterator[Pair]:
    for path in dict.fromkeys(rule.path for rule in piece.rules):
        methods = tuple(rule.method for rule in piece.rules if rule.path == path)
        yield Pair(start, end, methods, whole_path(path))


def _use_of(variable: str) -> re.Pattern[str]:
    """The variable in any language, and no key of an object nor word of a string."""
    return re.compile(
        rf"[$#]\{{{variable}\}}|\{{{variable}\}}|\$\{{?{variable}\}}?(?!\w)"
        rf"|(?<![\w.$\"'/-]){variable}(?![\w(\"'-]|[ \t]*(?::|=(?![=>])))"
    )


class _Run:
    """``text[start:end]`` with an item in the variable's place, and which place there is which."""

    def __init__(
        self, text: str, start: int, end: int, uses: list[tuple[int, int]], item: str
    ) -> None:
        parts: list[str] = []
        #: Where each part begins, of the text as it runs and as it was; every second is the item.
        self._run, self._was = [0], [start]
        place = start
        for begin, stop in uses:
            value = _value(text, begin, stop, item)
            parts += (text[place:begin], value)
            self._run += (self._run[-1] + begin - place, self._run[-1] + begin - place + len(value))
            self._was += (begin, stop)
            place = stop
        self.text = "".join((*parts, text[place:end]))

    def original(self, place: int, *, is_end: bool = False) -> int:
        """The place of the text as it was; of one in an item, where the variable begins or ends."""
        number = (bisect_left if is_end else bisect_right)(self._run, place) - 1
        if number % 2:
            return self._was[number + is_end]
        return self._was[number] + place - self._run[number]


def _value(text: str, begin: int, stop: int, item: str) -> str:
    """What stands in the place of the variable: in quotes where it stands alone in code."""
    if text[begin] in "$#{":
        return item
    before, behind = text[max(0, begin - _NEAR) : begin], text[stop : stop + _NEAR]
    is_key = before.rstrip()[-1:] in {"{", ","} and behind.lstrip()[:1] in {",", "}"}
    name = text[begin:stop]
    return f'{name}: "{item}"' if is_key and _KEYS.fullmatch(name) else f'"{item}"'


_NOT_READ: Final = say(
    gettext_noop("A loop goes over it, and its rules are not read. Write one rule a line: GET /me")
)
