"""Rules from a text that is meant to hold rules and nothing that is nearly one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final, NamedTuple

from credentials.core import RuleError, Sentence, gettext_noop, say
from credentials.rights.reading_rules.pieces import METHOD_ALONE, PATH_ALONE, Leftover
from credentials.rights.reading_rules.rule_reader import RuleReading, read_rules
from credentials.rights.rule import AccessRule
from credentials.rights.rule_problems import NO_RULE
from credentials.rights.rule_text import check_rule_limits


class _KnownLine(NamedTuple):
    """``text[start:end]`` is a line that says a rule which is known."""

    start: int
    end: int
    rule: AccessRule


def parse_rules(text: str, *, known: Iterable[AccessRule] = ()) -> tuple[AccessRule, ...]:
    """The rules in ``text``, in its order; a text without a word has none.

    Every notation that ``read_rules`` knows. A line that says one of the ``known`` rules, as a form
    is filled with them, is that rule, whatever its path looks like. Raises ``RuleError`` for what
    looks like a rule and is none, with the number of its line, for a text in which there is no
    rule, and for too many rules.
    """
    known_lines = list(_known_lines(text, known))
    rest = _blanked(text, known_lines)
    reading = read_rules(rest)
    if reading.problems:
        raise RuleError(_placed(text, reading.problems[0]))
    for piece in reading.pieces:
        if piece.changes:
            raise RuleError(_placed(text, Leftover(piece.start, piece.end, piece.changes[0])))
    if not reading.rules and _says_something(rest):
        raise RuleError(_why_none(reading))
    placed = [(piece.start, rule) for piece in reading.pieces for rule in piece.rules]
    placed += [(line.start, line.rule) for line in known_lines]
    return check_rule_limits([rule for _, rule in sorted(placed, key=itemgetter(0))])


def _known_lines(text: str, known: Iterable[AccessRule]) -> Iterator[_KnownLine]:
    """The lines that are known rules, as they stand or but for blanks around them."""
    exact = {str(rule): rule for rule in known}
    stripped = {line.strip(): rule for line, rule in exact.items()}
    start = 0
    for line in text.split("\n") if exact else ():
        if rule := exact.get(line.removesuffix("\r")) or stripped.get(line.strip()):
            yield _KnownLine(start, start + len(line), rule)
        start += len(line) + 1


def _blanked(text: str, lines: Iterable[_KnownLine]) -> str:
    """The text with blanks in the place of these lines; every other line stays where it is."""
    parts, place = [], 0
    for line in lines:
        parts += [text[place : line.start], " " * (line.end - line.start)]
        place = line.end
    return "".join((*parts, text[place:]))


def _says_something(text: str) -> bool:
    lines = (line.strip() for line in text.splitlines())
    return any(character.isalnum() for line in lines if line[:1] != "#" for character in line)


def _placed(text: str, problem: Leftover) -> Sentence:
    if "\n" not in text.strip():
        return problem.reason
    sentence = gettext_noop("Line %(number)s: %(problem)s")
    return say(sentence, number=text.count("\n", 0, problem.start) + 1, problem=problem.reason)


def _why_none(reading: RuleReading) -> Sentence:
    """Why rules were left, or what is missing, where a half of one is there."""
    reasons = [leftover.reason for leftover in reading.leftovers]
    if others := [reason for reason in reasons if reason not in _HALVES]:
        return others[0]
    if PATH_ALONE in reasons:
        return _METHOD_MISSING
    return _PATH_MISSING if METHOD_ALONE in reasons else NO_RULE


_HALVES: Final = (PATH_ALONE, METHOD_ALONE)
_METHOD_MISSING: Final = say(gettext_noop("A method is missing. A rule reads like this: GET /me"))
_PATH_MISSING: Final = say(
    gettext_noop("There is a method and no path. A path begins with a slash: GET /me")
)
