"""Rules from a text that is meant to hold rules and nothing that is nearly one."""

from __future__ import annotations

from typing import Final

from credentials.core import RuleError, Sentence, gettext_noop, say
from credentials.rights.reading_rules.pieces import METHOD_ALONE, PATH_ALONE, Leftover
from credentials.rights.reading_rules.rule_reader import RuleReading, read_rules
from credentials.rights.rule import AccessRule
from credentials.rights.rule_problems import NO_RULE
from credentials.rights.rule_text import check_rule_limits


def parse_rules(text: str) -> tuple[AccessRule, ...]:
    """The rules in ``text``, in its order; a text without a word has none.

    Every notation that ``read_rules`` knows. Raises ``RuleError`` for what looks like a rule and is
    none, with the number of its line, for a text in which there is no rule, and for too many rules.
    """
    reading = read_rules(text)
    if reading.problems:
        raise RuleError(_placed(reading, reading.problems[0]))
    for piece in reading.pieces:
        if piece.changes:
            raise RuleError(_placed(reading, Leftover(piece.start, piece.end, piece.changes[0])))
    if not reading.rules and _says_something(text):
        raise RuleError(_why_none(reading))
    return check_rule_limits(reading.rules)


def _says_something(text: str) -> bool:
    lines = (line.strip() for line in text.splitlines())
    return any(character.isalnum() for line in lines if line[:1] != "#" for character in line)


def _placed(reading: RuleReading, problem: Leftover) -> Sentence:
    if "\n" not in reading.text.strip():
        return problem.reason
    sentence = gettext_noop("Line %(number)s: %(problem)s")
    return say(sentence, number=reading.line_of(problem.start), problem=problem.reason)


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
