"""The calls in a log, each with what the log says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from credentials.core import Method
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.reading_rules.paths.batches import with_more_ids
from credentials.rights.reading_rules.paths.blank_names import BlankNames
from credentials.rights.reading_rules.paths.text_path import blanks_of
from credentials.rights.reading_rules.pieces import METHOD_ALONE, Leftover
from credentials.rights.reading_rules.rule_reader import LONGEST_TEXT, read_rules
from credentials.rights.reading_rules.tokens.tokenizer import Kind, tokens_of
from credentials.rights.refusals.answer_words import FAILURES
from credentials.rights.refusals.cut_paths import is_cut
from credentials.rights.refusals.doings import CodedDoings, method_said
from credentials.rights.refusals.error_text import ErrorText
from credentials.rights.refusals.masked_names import with_blanks
from credentials.rights.refusals.other_hosts import without_other_hosts
from credentials.rights.refusals.other_methods import other_method_before

#: The end of a log tells why it ended; what stands before the last calls does not.
_MOST_CALLS: Final = 500
#: How much of the end is read, in characters, where it has so many calls.
_NEAR_END: Final = 20_000
_WORDS_BEFORE: Final = 90
#: How far around a path without a method it is looked for, in characters.
_LINES_BEFORE: Final = 2_000
_LINES_AFTER: Final = 300
_EMPTY_NAME: Final = "//"
#: A star for any name, or at the end, as rules have them; three cover a name.
_STARRED: Final = re.compile(r"/\*(?=/|$)|(?<!\*)\*$")
#: A failure right behind a path: that of a call, whatever is hidden in it.
_ANSWER: Final = re.compile(
    rf"[\"'`)]?[ \t]{{0,9}}(?:[-=]{{1,2}}>|→|[:|])?[ \t]{{0,9}}(?:[45]\d\d|ko|{FAILURES})\b",
    re.IGNORECASE,
)
#: Before a verb that is no method here: ``failed to patch /me``.
_BEFORE_VERB: Final = re.compile(r"(?:\bto|\bwhile|\bwhen|\bcan ?not|\bnot|n['’]t) $")
_QUERY: Final = re.compile(r"\?[\w{$<]")
#: Behind a path: what was done with it.
_WHILE: Final = re.compile(r"[\"'`)\]]{0,2}[ \t]{1,3}(?:while|when|during) ([^\n]{1,40})")


@dataclass(frozen=True)
class LoggedCall:
    """``methods`` are those the call may have had; none with another ``method_without_rules``.
    ``blanks`` are the names in its path that the log does not tell. ``refusal_text`` is the part
    of the log that is about it, ``elsewhere`` what another service refused after it. ``is_cut``:
    its path goes on where the log does not. ``following``: the path of the call that the tool makes
    where this one went well, of which the log tells the same."""

    path: str
    methods: tuple[Method, ...]
    blanks: tuple[str, ...] = ()
    refusal_text: str = ""
    elsewhere: str = ""
    method_without_rules: str = ""
    is_cut: bool = False
    following: str = ""

    @cached_property
    def error(self) -> ErrorText:
        """What the part of the log that is about it says."""
        return ErrorText(self.refusal_text)


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    method: Method | None
    path: str
    blanks: tuple[str, ...]
    method_without_rules: str = ""
    is_cut: bool = False
    is_rule: bool = False


def calls_in(catalogue: Catalogue, text: str) -> list[LoggedCall]:
    """The calls in a text, in its order: those whose routes are known; where none is, those that
    have a method, or an empty name."""
    places = _without_rules(_without_cut_copies(_last_places(text)), text)
    routes = {place.path: catalogue.operations_at(place.path) for place in places}
    known = [place for place in places if routes[place.path] or place.is_cut]
    chosen = known or [place for place in places if _is_call(place)]
    offered = [frozenset(route.method for route in routes[place.path]) for place in chosen]
    names = [{route.path for route in routes[place.path]} for place in chosen]
    coded = _coded(chosen, offered, text)
    since = 0
    calls = []
    for number, (place, parts) in enumerate(zip(chosen, _said(chosen, text), strict=True)):
        if number and names[number] != names[number - 1]:
            since = chosen[number - 1].end
        methods = _methods(place, offered[number], text)
        if len(methods) > 1 and coded:
            until = chosen[number + 1].start if number + 1 < len(chosen) else len(text)
            methods = _coded_methods(coded, place, methods, since=since, until=until)
        call = LoggedCall(place.path, methods, place.blanks, *parts)
        without_rules = place.method_without_rules
        calls.append(replace(call, method_without_rules=without_rules, is_cut=place.is_cut))
    return calls


def _is_call(place: _Place) -> bool:
    """Whether it is one without a known route."""
    return bool(place.method or place.method_without_rules) or _EMPTY_NAME in place.path


def _coded(
    places: Sequence[_Place], offered: Sequence[frozenset[Method]], text: str
) -> CodedDoings | None:
    """What code and commands in the text do, where a place may need it."""
    unsure = (
        not (place.method or place.method_without_rules) and len(each) > 1
        for place, each in zip(places, offered, strict=True)
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
            cut = is_cut(tail, piece.start, piece.end, rule.path)
            path = with_more_ids(rule.path, tail, piece.start, piece.end)
            is_rule = _STARRED.search(rule.path) is not None
            yield _Place(*place, rule.method, *_blanked(path), is_cut=cut, is_rule=is_rule)
    for leftover in reading.leftovers:
        if leftover.reason != METHOD_ALONE:
            yield from _path_alone(tail, leftover, shift)


def _blanked(path: str) -> tuple[str, tuple[str, ...]]:
    """A path with blanks for names that were hidden, and all its blanks."""
    named = BlankNames().named(with_blanks(path))
    return named, blanks_of(named)


def _path_alone(text: str, leftover: Leftover, shift: int) -> Iterator[_Place]:
    method = None
    without_rules = other_method_before(text, leftover.start, leftover.reason)
    for token in tokens_of(text[leftover.start : leftover.end]):
        if token.kind is Kind.METHODS and len(token.methods) == 1:
            method = token.methods[0]
        if token.kind is Kind.PATH and not token.path.stray:
            place = leftover.start + shift, leftover.end + shift
            cut = is_cut(text, leftover.start, leftover.end, token.path.path)
            yield _Place(*place, method, *_blanked(token.path.path), without_rules, cut)
            return


def _methods(place: _Place, offered: frozenset[Method], text: str) -> tuple[Method, ...]:
    """The method that is written, else the one of what the tool said it did, else all offered."""
    if place.method_without_rules:
        return ()
    if place.method and _is_verb(place, text) and Method.PUT in offered:
        return (Method.PUT,)
    if place.method:
        return (place.method,)
    if Method.GET in offered and _QUERY.search(text, place.start, place.end + 2):
        return (Method.GET,)
    line = text.rfind("\n", 0, place.start) + 1
    doing = method_said(offered, text[max(line, place.start - _WORDS_BEFORE) : place.start].lower())
    if doing is None and (behind := _WHILE.match(text, place.end)):
        doing = method_said(offered, behind[1].lower())
    return (doing,) if doing else tuple(method for method in Method if method in offered)


def _is_verb(place: _Place, text: str) -> bool:
    """Whether "patch" before a path is a verb of a sentence, and no method."""
    is_small = text.startswith("patch", place.start)
    return is_small and _BEFORE_VERB.search(text, max(0, place.start - 12), place.start) is not None


def _said(places: Sequence[_Place], text: str) -> Iterator[tuple[str, str]]:
    """The log cut into parts, one a call: each from its line on, or from itself where another
    call stands before it in the line. What another service refused below it is told apart."""
    cuts = [0]
    for before, place in pairwise(places):
        line = text.rfind("\n", 0, place.start) + 1
        cuts.append(line if before.end <= line else place.start)
    ends = [*cuts[1:], len(text)]
    for place, start, end in zip(places, cuts, ends, strict=False):
        line = max(start, text.rfind("\n", 0, place.start) + 1)
        line_end = text.find("\n", place.end, end)
        line_end = end if line_end < 0 else line_end
        above, below, elsewhere = without_other_hosts(text[start:line], text[line_end:end])
        yield f"{above}{text[line:line_end]}{below}", elsewhere


def _without_rules(places: Sequence[_Place], text: str) -> Sequence[_Place]:
    """Without paths that have a star, where another has none: they are rules, and no calls; but
    those that an answer is told of."""
    calls = [place for place in places if not place.is_rule or _ANSWER.match(text, place.end)]
    return calls or places


def _without_cut_copies(places: Sequence[_Place]) -> list[_Place]:
    """Without cut paths that another place has whole."""
    whole = [(place.method, place.path) for place in places if not place.is_cut]

    def is_copy(place: _Place) -> bool:
        return place.is_cut and any(
            path.startswith(place.path) and place.method in {method, None} for method, path in whole
        )

    return [place for place in places if not is_copy(place)]
