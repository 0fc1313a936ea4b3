"""Loops over methods, of shells and programs: ``for m in GET POST; do … $m /me``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credentials.core import Method
from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.paths.text_path import Pair
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token, tokens_of

_NAME: Final = rf"[\"']?(?:{METHOD_NAMES})[\"']?"
_NAMES: Final = rf"{_NAME}(?:[\s,]{{1,4}}{_NAME})+"
_OPENED, _CLOSED = r"(?:\[\]string|%w|@)?[\[({]?\s?", r"\s?[\])}]?"
_OVER: Final = re.compile(
    r"\bfor(?:each)?[ \t]*\(?[ \t]*(?:(?:const|let|var|my|_,)[ \t]+)?"
    r"\$?(?P<variable>[A-Za-z_]\w{0,40})"
    rf"[ \t]+(?:in|of|:=[ \t]*range)[ \t]+{_OPENED}(?P<over>{_NAMES})"
    rf"|(?P<each>{_NAMES}){_CLOSED}(?:[ \t]+as[ \t]+\$|\.(?:forEach|for_each|each|map|flatMap)\b"
    r"(?:[ \t]?(?:\(|\{|do)[ \t]?)?(?:function[ \t]?)?[(|]?[ \t]?)(?P<value>[A-Za-z_]\w{0,40})",
)
_BODY_ENDS: Final = re.compile(r"\n[ \t]*(?:\n|done\b|end\b)|\n[})]|\Z")
_LONGEST_BODY: Final = 800
_METHOD: Final = re.compile(METHOD_NAMES)


def loops_in(text: str) -> Iterator[Token]:
    """Every such loop of a text, as the rules of its methods and the paths that it takes."""
    place = 0
    while loop := _OVER.search(text, place):
        if token := _read(text, loop):
            yield token
        place = max(loop.end(), token.end if token else 0)


def _read(text: str, loop: re.Match[str]) -> Token | None:
    """The rules of a loop; None where nothing in it goes by its variable alone."""
    names = _METHOD.findall(loop["over"] or loop["each"])
    methods = tuple(dict.fromkeys(map(Method, names)))
    end = _BODY_ENDS.search(text, loop.end())
    stop = min(end.start() if end else len(text), loop.end() + _LONGEST_BODY)
    variable = loop["variable"] or loop["value"]
    use = re.compile(rf"(?<!\w)\$?\{{?{variable}\}}?(?!\w)[^\n/]{{0,80}}?(?=https?://|[\"' ]/|\$)")
    paths = list(_paths(text, use, loop.end(), stop))
    if not paths:
        line = text.rfind("\n", 0, loop.start()) + 1  # a comprehension has its value first
        paths = list(_paths(text, use, line, loop.start()))
    if not paths or any(token.kind is not Kind.PATH for token in paths):
        return None
    pairs = tuple(Pair(path.start, path.end, methods, path.path) for path in paths)
    start, last = min(loop.start(), paths[0].start), max(loop.end(), paths[-1].end)
    return Token(Kind.RULES, start, last, pairs=pairs)


def _paths(text: str, use: re.Pattern[str], start: int, stop: int) -> Iterator[Token]:
    """The first path, method or list of rules behind every use of the variable, in its line."""
    while match := use.search(text, start, stop):
        line_end = text.find("\n", match.end(), stop)
        line_end = line_end if line_end >= 0 else stop
        kinds = {Kind.PATH, Kind.METHODS, Kind.RULES}
        tokens = tokens_of(text, match.end(), line_end)
        token = next((token for token in tokens if token.kind in kinds), None)
        if token:
            yield token
        start = line_end
