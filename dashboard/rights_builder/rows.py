"""The rows of the rights builder: what a person ticked and typed, and the rules it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from credentials.core import Method, RuleError, Sentence, gettext_noop, say
from credentials.rights import AccessRule, explain_path, rules_by_path

PREFIX = "rules"
#: As many as the rules of a key may have paths.
MOST_ROWS = 1_000

_NOTHING = Sentence("")
_BEFORE, _AFTER = f"{PREFIX}-before", f"{PREFIX}-after"
_ELSEWHERE = -1
_FIELD = re.compile(rf"{PREFIX}-(?P<place>[0-9]{{1,4}})-(?:methods|path)")
_OFFERED = (Method.GET, Method.POST, Method.PUT, Method.DELETE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as typed, with the rules it makes or the problem with it; a blank one has neither.

    ``place`` is its number in the form it came from; ``is_elsewhere``: on another page of it.
    """

    methods: tuple[str, ...] = ()
    path: str = ""
    place: int = 0
    rules: tuple[AccessRule, ...] = ()
    problem: Sentence = _NOTHING
    is_elsewhere: bool = False

    @property
    def is_blank(self) -> bool:
        return not (self.methods or self.path.strip())

    @property
    def says(self) -> Sentence:
        """What the row allows, in plain words."""
        if not self.rules:
            return Sentence("")
        return explain_path(self.rules[0].path, [rule.method for rule in self.rules])

    @property
    def ticks(self) -> list[tuple[Method, bool]]:
        """The methods to offer, each with whether it is ticked; PATCH only where it is used."""
        return [
            (method, method in self.methods)
            for method in Method
            if method in _OFFERED or method in self.methods
        ]


def row(methods: Iterable[str], path: str, *, place: int = 0) -> Row:
    """The row that was typed, read as rules where it can be."""
    typed = Row(tuple(methods), path, place)
    if typed.is_blank:
        return typed
    try:
        return replace(typed, rules=_rules(typed))
    except RuleError as error:
        return replace(typed, problem=error.sentence)


def from_fields(fields: QueryDict) -> tuple[Row, ...]:
    """The rows of a sent form, without those taken out of it; before and after them those of its
    other pages."""
    shown = _shown(fields)
    return (*_elsewhere(fields, _BEFORE), *shown, *_elsewhere(fields, _AFTER))


def _elsewhere(fields: QueryDict, name: str) -> Iterator[Row]:
    for word in fields.get(name, "").splitlines():
        yield replace(_from_word(word, _ELSEWHERE), is_elsewhere=True)


def _shown(fields: QueryDict) -> tuple[Row, ...]:
    places = {int(match["place"]) for match in map(_FIELD.fullmatch, fields) if match}
    return tuple(
        row(
            fields.getlist(f"{PREFIX}-{place}-methods"),
            fields.get(f"{PREFIX}-{place}-path", ""),
            place=place,
        )
        for place in sorted(places)
        if not fields.get(f"{PREFIX}-{place}-DELETE")
    )


def from_words(words: Sequence[str]) -> tuple[Row, ...]:
    """Rows from ``GET,POST /path``, each as ``words_of`` spells it; whatever it says is kept."""
    return tuple(_from_word(word, place) for place, word in enumerate(words))


def too_many(count: int) -> Sentence:
    """What is wrong with so many rows; nothing where they can be shown."""
    if count <= MOST_ROWS:
        return _NOTHING
    sentence = gettext_noop("These are %(count)d paths; the builder takes %(most)d at most.")
    return say(sentence, count=count, most=MOST_ROWS)


def words_of(rows: Iterable[Row]) -> list[str]:
    return [f"{','.join(row.methods)} {row.path}" if not row.is_blank else "" for row in rows]


def with_rules(rows: Iterable[Row], rules: Iterable[AccessRule]) -> tuple[Row, ...]:
    """The rows with more rules: methods join a row of the same path, new paths follow below.

    Raises ``RuleError`` when that makes more rows than the builder can show.
    """
    merged = [old_row for old_row in rows if not old_row.is_blank]
    for path, methods in rules_by_path(rules):
        at = next(
            (n for n, old_row in enumerate(merged) if old_row.rules and old_row.path == path), None
        )
        if at is None:
            merged.append(row(methods, path))
        else:
            ticked = {*merged[at].methods, *methods}
            merged[at] = row([method for method in Method if method in ticked], path)
    if problem := too_many(len(merged)):
        raise RuleError(problem)
    return numbered(merged)


def numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with their places counted anew."""
    return tuple(
        replace(old_row, place=place, is_elsewhere=False) for place, old_row in enumerate(rows)
    )


def _rules(typed: Row) -> tuple[AccessRule, ...]:
    if not typed.path.strip():
        raise RuleError(say(gettext_noop("The path is missing. It begins with a slash: /me.")))
    if not typed.methods:
        raise RuleError(say(gettext_noop("No method is ticked. GET reads, the others change.")))
    return tuple(AccessRule.parse(method, typed.path) for method in typed.methods)


def _from_word(word: str, place: int) -> Row:
    methods, _, path = word.partition(" ")
    return row([name for name in methods.split(",") if name], path, place=place)
