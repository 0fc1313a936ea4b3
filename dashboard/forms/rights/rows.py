"""The rows of the rights builder: what a person ticked and typed, and the rules it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from credentials.enums import Method
from credentials.errors import RuleError
from credentials.rights import AccessRule, explain_group, grouped
from credentials.sentences import Sentence, gettext_noop, say

PREFIX = "rules"
MOST_ROWS = 120

_NOTHING = Sentence("")
_FIELD = re.compile(rf"{PREFIX}-(?P<place>[0-9]{{1,4}})-(?:methods|path)")
_OFFERED = (Method.GET, Method.POST, Method.PUT, Method.DELETE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as typed, with the rules it makes or the problem with it; a blank one has neither.

    ``place`` is its number in the form it came from.
    """

    methods: tuple[str, ...] = ()
    path: str = ""
    place: int = 0
    rules: tuple[AccessRule, ...] = ()
    problem: Sentence = _NOTHING

    @property
    def is_blank(self) -> bool:
        return not (self.methods or self.path.strip())

    @property
    def says(self) -> Sentence:
        """What the row allows, in plain words."""
        if not self.rules:
            return Sentence("")
        return explain_group(self.rules[0].path, [rule.method for rule in self.rules])

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
    """The rows of a sent form, without those taken out of it."""
    found = {int(match["place"]) for match in map(_FIELD.fullmatch, fields) if match}
    return tuple(
        row(
            fields.getlist(f"{PREFIX}-{place}-methods"),
            fields.get(f"{PREFIX}-{place}-path", ""),
            place=place,
        )
        for place in sorted(found)
        if not fields.get(f"{PREFIX}-{place}-DELETE")
    )


def from_words(words: Sequence[str]) -> tuple[Row, ...]:
    """Rows from ``GET,POST /path``, each as ``words_of`` spells it; whatever it says is kept."""
    return tuple(_from_word(word, place) for place, word in enumerate(words))


def too_many(count: int) -> Sentence:
    """What is wrong with so many rows; nothing where they can be shown."""
    if count <= MOST_ROWS:
        return _NOTHING
    sentence = gettext_noop("These are %(count)d paths; the builder shows %(most)d at most.")
    return say(sentence, count=count, most=MOST_ROWS)


def words_of(rows: Iterable[Row]) -> list[str]:
    return [f"{','.join(one.methods)} {one.path}" if not one.is_blank else "" for one in rows]


def with_rules(rows: Iterable[Row], rules: Iterable[AccessRule]) -> tuple[Row, ...]:
    """The rows with more rules: methods join a row of the same path, new paths follow below.

    Raises ``RuleError`` when that makes more rows than the builder can show.
    """
    merged = [one for one in rows if not one.is_blank]
    for path, methods in grouped(rules):
        at = next((n for n, one in enumerate(merged) if one.rules and one.path == path), None)
        if at is None:
            merged.append(row(methods, path))
        else:
            ticked = {*merged[at].methods, *methods}
            merged[at] = row([one for one in Method if one in ticked], path)
    if problem := too_many(len(merged)):
        raise RuleError(problem)
    return numbered(merged)


def numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with their places counted anew."""
    return tuple(replace(one, place=place) for place, one in enumerate(rows))


def _rules(typed: Row) -> tuple[AccessRule, ...]:
    if not typed.path.strip():
        raise RuleError(say(gettext_noop("The path is missing. It begins with a slash: /me.")))
    if not typed.methods:
        raise RuleError(say(gettext_noop("No method is ticked. GET reads, the others change.")))
    return tuple(AccessRule.parse(method, typed.path) for method in typed.methods)


def _from_word(word: str, place: int) -> Row:
    methods, _, path = word.partition(" ")
    return row([name for name in methods.split(",") if name], path, place=place)
