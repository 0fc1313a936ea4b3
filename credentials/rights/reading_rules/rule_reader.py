"""A text as pieces that are rules and pieces that were left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge
from typing import Final

from credentials.core import RuleError, gettext_noop, say
from credentials.rights.reading_rules import grammar
from credentials.rights.reading_rules.descriptions import descriptions_in
from credentials.rights.reading_rules.flags import flags_in
from credentials.rights.reading_rules.line_lists import with_line_lists
from credentials.rights.reading_rules.pieces import MOST_RULES, Leftover, Piece
from credentials.rights.reading_rules.side_tables import side_tables_in
from credentials.rights.reading_rules.tables import tables_in
from credentials.rights.reading_rules.tokenizer import Token, tokens_of
from credentials.rights.reading_rules.unwrapping import unwrapped
from credentials.rights.rule import AccessRule

LONGEST_TEXT: Final = 300_000
#: What a request for a key sends, and that call itself.
_ASKING: Final = re.compile(r"\baccessRules\b", re.IGNORECASE)
_REQUESTED: Final = re.compile(r"(?P<version>/(?:1\.0|v1))?/auth/credential/?$")
_REQUEST: Final = say(
    gettext_noop("This call asks for the key and needs no right. Its rules are in what it sends.")
)


@dataclass(frozen=True, slots=True)
class RuleReading:
    """A text, the pieces that were read in it and those that were left, both in its order.

    ``problems`` are those leftovers that look like whole rules and are none.
    """

    text: str
    pieces: tuple[Piece, ...]
    leftovers: tuple[Leftover, ...]
    problems: tuple[Leftover, ...] = ()

    @property
    def rules(self) -> tuple[AccessRule, ...]:
        """Every rule, in the order of the text."""
        return tuple(rule for piece in self.pieces for rule in piece.rules)

    @property
    def blanks(self) -> tuple[str, ...]:
        """Every name that is to be filled in, once each."""
        return tuple(dict.fromkeys(name for piece in self.pieces for name in piece.blanks))

    def line_of(self, place: int) -> int:
        """The number of the line in which a place of the text is, from 1."""
        return self.text.count("\n", 0, place) + 1


def read_rules(text: str, *, most: int = MOST_RULES) -> RuleReading:
    """The first ``most`` rules in a text of any kind. Raises ``RuleError`` for more than 300 KB.

    Reading ends early as well where 10,000 parts were left; then the rest is left too.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleError(say(gettext_noop("This is too much text for rules: more than 300 KB.")))
    plain = unwrapped(text)
    tokens = with_line_lists(_tokens(plain.text))
    parts = grammar.parse(tokens, most=most).with_rest(plain.text)
    if asking := _ASKING.search(plain.text):
        parts = parts.without(_is_request(plain.text, asking.start()), _REQUEST)
    if plain.text is not text:
        parts = parts.moved(plain.original_span)
    return RuleReading(text, tuple(parts.pieces), tuple(parts.leftovers), tuple(parts.problems))


def _is_request(text: str, rules_start: int) -> Callable[[Piece], bool]:
    """Whether a piece of the text is the call that asks for a key, which needs no right: before
    its rules, or with the version that no rule has."""

    def is_request(piece: Piece) -> bool:
        call = _REQUESTED.search(text, piece.start, piece.end)
        return call is not None and (bool(call["version"]) or piece.end <= rules_start)

    return is_request


def _tokens(text: str) -> Iterator[Token]:
    """The tokens of a text; a table and a description are one token each, with their rules."""
    place = 0
    blocks_by_kind = (tables_in(text), side_tables_in(text), flags_in(text), descriptions_in(text))
    blocks = merge(*blocks_by_kind, key=lambda token: token.start)
    for block in blocks:
        if block.start >= place:
            yield from tokens_of(text, place, block.start)
            yield block
            place = block.end
    yield from tokens_of(text, place)
