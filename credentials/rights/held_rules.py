"""Rules as a key has them, though they grant nothing as they are spelled, and what to say of such.

Reading rules for a new key drops a version that they cannot have, and takes a word of the routes at
the place of a name for a blank. The rules of a key that is there have both, and so grant nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.api_versions import VERSION, why_nothing
from credentials.rights.catalogue.catalogue import bundled_catalogue
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.pieces import Piece
from credentials.rights.reading_rules.rule_reader import read_rules
from credentials.rights.reading_rules.strict import parse_rules
from credentials.rights.rule import AccessRule

BLANK: Final = re.compile(r"\{\w+\}")
#: A version at the beginning of a path; after a host it belongs to a call.
_VERSION: Final = rf"(?<![\w.:])({VERSION})"
_ANY_VERSION: Final = re.compile(r"(?:/|%2F)(?:1\.0|v1|v2)\\?(?:/|%2F)", re.IGNORECASE)
TO_FILL_IN: Final = gettext_noop(
    "%(rule)s has a name that is to be filled in: until then it grants nothing."
)


def held_rules(text: str) -> tuple[AccessRule, ...]:
    """The rules in ``text``, in its order, each with the version and the words that it has there.

    Raises ``RuleError`` as ``parse_rules`` does.
    """
    rules = parse_rules(text)
    if not _ANY_VERSION.search(text) and not any(BLANK.search(rule.path) for rule in rules):
        return rules
    reading = read_rules(text)
    return tuple(rule for piece in reading.pieces for rule in _as_written(text, piece))


def remarks_on_held(rules: Iterable[AccessRule]) -> list[Sentence]:
    """Why rules grant nothing as they are spelled, a sentence for each that does not."""
    remarks = (_remark(rule) for rule in dict.fromkeys(rules))
    return [remark for remark in remarks if remark]


def without_idle(rules: Iterable[AccessRule]) -> tuple[AccessRule, ...]:
    """The rules that grant something."""
    return tuple(rule for rule in rules if not _remark(rule))


def without_blanks(rules: Iterable[AccessRule]) -> tuple[AccessRule, ...]:
    """The rules that have no name to be filled in."""
    return tuple(rule for rule in rules if not BLANK.search(rule.path))


def _remark(rule: AccessRule) -> Sentence | None:
    if BLANK.search(rule.path):
        return say(TO_FILL_IN, rule=visible_text(str(rule)))
    return why_nothing(rule.path)


def _as_written(text: str, piece: Piece) -> Iterator[AccessRule]:
    part = unquote(text[piece.start : piece.end].replace("\\/", "/"))
    for rule in piece.rules:
        known = re.escape(rule.path.partition("{")[0])
        version = re.search(_VERSION + known, part)
        path = _with_words(rule.path, part)
        yield AccessRule(rule.method, version[1] + path if version else path)


def _with_words(path: str, part: str) -> str:
    """The path with words of the routes for blanks, where ``part`` has them: /zone/record/*."""
    for blank in BLANK.findall(path):
        before, _, after = path.partition(blank)
        written = f"{before}{blank[1:-1]}"
        node = bundled_catalogue().tree.at(written.split("/")[1:])
        is_word = node is not None and blank[1:-1] in node.routes
        if is_word and re.search(rf"{re.escape(written)}(?![\w.-])", part):
            path = f"{written}{after}"
    return path
