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
from credentials.rights.refusals.doings import CodedDoings, method_said
from credentials.rights.rule_problems import no_method

#: The end of a log tells why it ended; what stands before the last calls does not.
_MOST_CALLS: Final = 500
#: How much of the end is read, in characters, where it has so many calls.
_NEAR_END: Final = 20_000
_WORDS_BEFORE: Final = 90
#: How far around a path without a method it is looked for, in characters.
_LINES_BEFORE: Final = 2_000
_LINES_AFTER: Final = 300
_QUERY: Final = re.compile(r"\?[\w{$<]")
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
    routes = {place.path: catalogue.operations_at(place.path) for place in places}
    known = [place for place in places if routes[place.path]]
    chosen = known or [place for place in places if place.method]
    offered = [frozenset(route.method for route in routes[place.path]) for place in chosen]
    names = [{route.path for route in routes[place.path]} for place in chosen]
    coded = _coded(chosen, offered, text)
    since = 0
    calls = []
    for number, (place, refusal) in enumerate(zip(chosen, _said(chosen, text), strict=True)):
        if number and names[number] != names[number - 1]:
            since = chosen[number - 1].end
        methods = _methods(place, offered[number], text)
        if len(methods) > 1 and coded:
            until = chosen[number + 1].start if number + 1 < len(chosen) else len(text)
            methods = _coded_methods(coded, place, methods, since=since, until=until)
        calls.append(LoggedCall(place.path, methods, place.blanks, refusal))
    return calls


def _coded(
    places: Sequence[_Place], offered: Sequence[frozenset[Method]], text: str
) -> CodedDoings | None:
    """What code and commands in the text do, where a place may need it."""
    unsure = (
        not place.method and len(each) > 1 for place, each in zip(places, offered, strict=True)
    )
    return CodedDoings(text) if any(unsure) else None


def _coded_methods(
    coded: CodedDoings, place: _Place, methods: tuple[Method, ...], *, since: int, until: int
) -> tuple[Method, ...]:
    """The one of the methods that is named before the path, or after it; else all."""
    before = max(since, place.start - _LINES_BEFORE), place.start
    after = place.end, min(until, place.end + _LINES_AFTER)
    spans = (coded.last(methods, since=start, until=end) for start, end in (before, after))
    method = next(filter(None, spans), None)
    return (method,) if method else methods


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


def _methods(place: _Place, offered: frozenset[Method], text: str) -> tuple[Method, ...]:
    """The method that is written, else the one of what the tool said it did, else all offered."""
    if place.method:
        return (place.method,)
    if Method.GET in offered and _QUERY.search(text, place.start, place.end + 2):
        return (Method.GET,)
    line = text.rfind("\n", 0, place.start) + 1
    doing = method_said(offered, text[max(line, place.start - _WORDS_BEFORE) : place.start].lower())
    return (doing,) if doing else tuple(method for method in Method if method in offered)


def _said(places: Sequence[_Place], text: str) -> list[str]:
    """The log cut into parts, one a call: each from its line on, or from itself where another
    call stands before it in the line."""
    cuts = [0]
    for before, place in pairwise(places):
        line = text.rfind("\n", 0, place.start) + 1
        cuts.append(line if before.end <= line else place.start)
    ends = [*cuts[1:], len(text)]
    return [text[start:end] for start, end in zip(cuts, ends, strict=True)][: len(places)]
