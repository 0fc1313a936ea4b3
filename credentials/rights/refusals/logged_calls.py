"""The calls in a log, each with what the log says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from credentials.core import Method
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.reading_rules.paths.blank_names import BlankNames
from credentials.rights.reading_rules.paths.repairs import as_called
from credentials.rights.reading_rules.pieces import METHOD_ALONE, Leftover
from credentials.rights.reading_rules.rule_reader import LONGEST_TEXT, read_rules
from credentials.rights.reading_rules.tokens.tokenizer import Kind, tokens_of
from credentials.rights.rule_problems import no_method

#: The end of a log tells why it ended; what stands before the last calls does not.
_MOST_CALLS: Final = 500
#: How much of the end is read, in characters, where it has so many calls.
_NEAR_END: Final = 20_000
_WORDS_BEFORE: Final = 90
#: What tools say they were doing, where they name a path and no method.
DOINGS: Final = {
    Method.POST: re.compile(r"\b(?:add|adding|create|creating|post|refresh|refreshing)\b"),
    Method.PUT: re.compile(r"\b(?:update|updating|modify|modifying|edit|put)\b"),
    Method.DELETE: re.compile(r"\b(?:delete|deleting|remove|removing|clean(?:ing)?[ -]?up)\b"),
    Method.GET: re.compile(
        r"\b(?:head|list|listing|read|reading|fetch|fetching|find|finding|get|determin(?:e|ing))\b"
    ),
}
#: No rule has it; what GET may read, it may ask about.
_HEAD: Final = no_method("HEAD")


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """``methods`` are those the call may have had; ``blanks`` the names in its path that the log
    does not tell. ``refusal_text`` is the part of the log that is about it."""

    path: str
    methods: tuple[Method, ...]
    blanks: tuple[str, ...] = ()
    refusal_text: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    method: Method | None
    path: str
    blanks: tuple[str, ...]


def calls_in(catalogue: Catalogue, text: str) -> list[LoggedCall]:
    """The calls in a text, in its order: those whose routes are known; where none is, those that
    have a method."""
    places = _last_places(text)
    offered = {place.path: _offered(catalogue, place.path) for place in places}
    known = [place for place in places if offered[place.path]]
    chosen = known or [place for place in places if place.method]
    return [
        LoggedCall(place.path, _methods(place, offered[place.path], text), place.blanks, refusal)
        for place, refusal in zip(chosen, _said(chosen, text), strict=True)
    ]


def _last_places(text: str) -> list[_Place]:
    near = _places_in_end(text, _NEAR_END)
    if len(near) == _MOST_CALLS or len(text) <= _NEAR_END:
        return near
    all_of_it = _places_in_end(text, LONGEST_TEXT)
    return max(all_of_it, near, key=lambda places: places[-1].start if places else 0)


def _places_in_end(text: str, length: int) -> list[_Place]:
    return sorted(_places(text, length), key=lambda place: place.start)[-_MOST_CALLS:]


def _places(text: str, length: int) -> Iterator[_Place]:
    tail = text[-length:]
    shift = len(text) - len(tail)
    reading = read_rules(tail, most=LONGEST_TEXT, is_log=True)
    for piece in reading.pieces:
        for rule in piece.rules:
            place = piece.start + shift, piece.end + shift
            yield _Place(*place, rule.method, rule.path, piece.blanks)
    for leftover in reading.leftovers:
        if leftover.reason != METHOD_ALONE:
            yield from _path_alone(tail, leftover, shift)


def _path_alone(text: str, leftover: Leftover, shift: int) -> Iterator[_Place]:
    method = Method.GET if leftover.reason == _HEAD else None
    for token in tokens_of(text[leftover.start : leftover.end]):
        if token.kind is Kind.METHODS and len(token.methods) == 1:
            method = token.methods[0]
        if token.kind is Kind.PATH and not token.path.stray:
            place = leftover.start + shift, leftover.end + shift
            path = as_called(token.path, BlankNames())
            yield _Place(*place, method, path.path, path.blanks)
            return


def _offered(catalogue: Catalogue, path: str) -> frozenset[Method]:
    return frozenset(operation.method for operation in catalogue.operations_at(path))


def _methods(place: _Place, offered: frozenset[Method], text: str) -> tuple[Method, ...]:
    """The method that is written, else the one of what the tool said it did, else all offered."""
    if place.method:
        return (place.method,)
    if Method.GET in offered and "?" in text[place.start : place.end + 1]:
        return (Method.GET,)
    line = text.rfind("\n", 0, place.start) + 1
    before = text[max(line, place.start - _WORDS_BEFORE) : place.start].lower()
    matching = [method for method in DOINGS if method in offered and DOINGS[method].search(before)]
    last = sorted(matching, key=lambda method: _last_place(DOINGS[method], before))
    return (last[-1],) if last else tuple(method for method in Method if method in offered)


def _last_place(words: re.Pattern[str], before: str) -> int:
    return max(match.start() for match in words.finditer(before))


def _said(places: Sequence[_Place], text: str) -> list[str]:
    """The log cut into parts, one a call: each from its line on, or from itself where another
    call stands before it in the line."""
    cuts = [0]
    for before, place in pairwise(places):
        line = text.rfind("\n", 0, place.start) + 1
        cuts.append(line if before.end <= line else place.start)
    ends = [*cuts[1:], len(text)]
    return [text[start:end] for start, end in zip(cuts, ends, strict=True)][: len(places)]
