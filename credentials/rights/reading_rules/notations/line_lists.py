"""Lists that have methods and paths in lines of their own, in either order.

``/me`` above ``GET``, ``/me`` above ``- GET`` and ``- POST``, ``GET`` above several paths. What a
list begins with tells whether methods come before their paths or after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from credentials.core import gettext_noop, say
from credentials.rights.reading_rules.paths.text_path import Pair
from credentials.rights.reading_rules.pieces import MOST_RULES
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token

_MOST_BLANK_LINES: Final = 1
_MOST_WORDS: Final = 5
_MOST_HALVES: Final = 2 * MOST_RULES
_HALVES: Final = frozenset((Kind.PATH, Kind.METHODS))
_WORDS: Final = frozenset((Kind.WORD, Kind.RULES))


@dataclass(slots=True)
class _List:
    """Lines that may be a list: their ``tokens``, breaks included, and of these ``halves``, the
    methods and paths.

    ``shapes`` are those of its lines: P (paths), M (methods), PM (paths, each before its methods),
    "" for a blank one.
    """

    tokens: list[Token] = field(default_factory=list)
    halves: list[Token] = field(default_factory=list)
    shapes: set[str] = field(default_factory=set)


def with_line_lists(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens; those of such a list are one token with its rules.

    One that has as many halves as two lists of the most rules is a list no longer.
    """
    waiting = _List()
    blanks = 0
    for line in _lines(tokens):
        halves = [token for token in line if token.kind in _HALVES]
        shape = _shape(line, halves)
        blanks = 0 if shape else blanks + 1
        if shape == "?" or blanks > _MOST_BLANK_LINES or len(waiting.halves) > _MOST_HALVES:
            yield from _read(waiting)
            yield from line
            waiting = _List()
        else:
            waiting.tokens += line
            waiting.halves += halves
            waiting.shapes.add(shape)
    yield from _read(waiting)


def _lines(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        line.append(token)
        if token.kind is Kind.LINE:
            yield line
            line = []
    if line:
        yield line


def _shape(tokens: Sequence[Token], halves: Sequence[Token]) -> str:
    """P, M or PM, as ``_List`` has them; "" for a blank line, "?" for anything else."""
    if len(tokens) == 1 and tokens[0].kind is Kind.LINE:
        return ""
    words = [token for token in tokens if token.kind in _WORDS]
    if words and words[0] is tokens[0] and words[0].text.isdigit():
        del words[0]  # the number of the line
    if len(halves) == 1 and _is_heading(tokens, halves[0], words):
        return "M"
    if words or not all(half.is_sure for half in halves):
        return "?"
    if not halves:
        return "?" if any(token.kind is Kind.SIGN for token in tokens) else ""
    first, last = halves[0].kind, halves[-1].kind
    if len({half.kind for half in halves}) == 1:
        return "P" if first is Kind.PATH else "M"
    return "PM" if first is Kind.PATH and last is Kind.METHODS else "?"


def _is_heading(tokens: Sequence[Token], methods: Token, words: Sequence[Token]) -> bool:
    """Whether a line with methods and words stands above their paths: Read (GET):"""
    if methods.kind is not Kind.METHODS or len(words) > _MOST_WORDS:
        return False
    last = next((token for token in reversed(tokens) if token.kind is not Kind.LINE), methods)
    ends_in_colon = last.kind is Kind.SIGN and ":" in last.text and last.start >= methods.end
    are_words = all(token.kind is Kind.WORD for token in words)
    return ends_in_colon and are_words


def _read(lines: _List) -> Iterator[Token]:
    tokens, halves, shapes = lines.tokens, lines.halves, lines.shapes
    groups = list(_groups(halves))
    if not _is_list(shapes, groups):
        yield from tokens
        return
    start, end = halves[0].start, halves[-1].end
    if _is_by_columns(groups, shapes):
        yield Token(Kind.RULES, start, end, problems=((start, end, _BY_COLUMNS),))
    else:
        yield Token(Kind.RULES, start, end, pairs=tuple(_pairs(groups)))
    yield from (token for token in tokens[-1:] if token.kind is Kind.LINE)


def _groups(halves: Sequence[Token]) -> Iterator[list[Token]]:
    """Halves of one kind in a row."""
    group: list[Token] = []
    for half in halves:
        if group and half.kind is not group[0].kind:
            yield group
            group = []
        group.append(half)
    if group:
        yield group


def _is_list(shapes: Set[str], groups: Sequence[list[Token]]) -> bool:
    """Whether lines are a list that the order of its halves explains."""
    if len(groups) < 2 or len(groups) % 2:
        return False
    if groups[0][0].kind is Kind.METHODS:
        return "PM" not in shapes and any(len(group) > 1 for group in groups[1::2])
    return "M" in shapes or len(groups) > 2 or any(len(group) > 1 for group in groups)


def _is_by_columns(groups: Sequence[list[Token]], shapes: Set[str]) -> bool:
    """Whether several methods, one a line, stand before or after several paths."""
    both = zip(groups[::2], groups[1::2], strict=True)
    return "PM" not in shapes and any(len(first) > 1 and len(second) > 1 for first, second in both)


def _pairs(groups: Sequence[list[Token]]) -> Iterator[Pair]:
    for first, second in zip(groups[::2], groups[1::2], strict=True):
        is_path_first = first[0].kind is Kind.PATH
        paths, named = (first, second) if is_path_first else (second, first)
        methods = tuple(dict.fromkeys(method for token in named for method in token.methods))
        for path in paths:
            yield Pair(path.start, path.end, methods, path.path)


_BY_COLUMNS: Final = say(
    gettext_noop(
        "Methods and paths stand in lists of their own: which belong together is not told. Write "
        "one rule a line: GET /me"
    )
)
