"""A text as pieces that are rules and pieces that were left."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain, groupby
from typing import Final

from credentials.core import RuleError, gettext_noop, say
from credentials.rights.reading_rules import grammar
from credentials.rights.reading_rules.descriptions import descriptions_in
from credentials.rights.reading_rules.flags import flags_in
from credentials.rights.reading_rules.forbidden import forbidden_in
from credentials.rights.reading_rules.line_lists import with_line_lists
from credentials.rights.reading_rules.pieces import MOST_RULES, Leftover, Parts, Piece
from credentials.rights.reading_rules.set_aside import Aside, asides_in, without_asides
from credentials.rights.reading_rules.side_tables import side_tables_in
from credentials.rights.reading_rules.tables import tables_in
from credentials.rights.reading_rules.tokenizer import Kind, Token, tokens_of
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


def read_rules(text: str, *, most: int = MOST_RULES, is_log: bool = False) -> RuleReading:
    """The first ``most`` rules in a text of any kind. Raises ``RuleError`` for more than 300 KB.

    Reading ends early as well where 10,000 parts were left; then the rest is left too. What a text
    comments out, strikes or forbids is left; of a log (``is_log``) the calls are read, whatever it
    says of them.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleError(say(gettext_noop("This is too much text for rules: more than 300 KB.")))
    plain = unwrapped(text)
    parts = _calls(plain.text, most) if is_log else _meant(plain.text, most)
    if asking := _ASKING.search(plain.text):
        is_request = _is_request(plain.text, asking.start())
        parts = parts.without((piece, _REQUEST) for piece in parts.pieces if is_request(piece))
    if plain.text is not text:
        parts = parts.moved(plain.original_span)
    return RuleReading(text, tuple(parts.pieces), tuple(parts.leftovers), tuple(parts.problems))


def _calls(text: str, most: int) -> Parts:
    return grammar.parse(with_line_lists(_tokens(text, [])), most=most).with_rest(text)


def _meant(text: str, most: int) -> Parts:
    """The rules that are meant; those that are not are left, each with the reason."""
    asides = asides_in(text)
    meant, blocks = without_asides(text, asides), list[Token]()
    parts = grammar.parse(with_line_lists(_tokens(meant, blocks)), most=most).with_rest(text)
    spans = [(block.start, block.end) for block in blocks]
    parts = parts.without(forbidden_in(meant, parts.pieces, spans))
    parts.leave(_aside_rules(text, asides, parts.pieces))
    return parts


def _aside_rules(text: str, asides: Sequence[Aside], taken: Sequence[Piece]) -> Iterator[Leftover]:
    """The rules in what is not meant; nothing that was taken elsewhere."""
    ends = sorted(piece.end for piece in taken)
    starts = sorted(piece.start for piece in taken)
    for reason, group in groupby(asides, key=lambda aside: aside.reason):
        tokens = chain.from_iterable(_lines_of(text, aside) for aside in group)
        parts = grammar.parse(tokens, most=MOST_RULES)
        spans = [(piece.start, piece.end) for piece in parts.pieces]
        spans += [(problem.start, problem.end) for problem in parts.problems]
        for start, end in spans:
            if bisect_right(ends, start) == bisect_left(starts, end):
                yield Leftover(start, end, reason)


def _lines_of(text: str, aside: Aside) -> Iterator[Token]:
    start = aside.start + (text.find("#", aside.start) - aside.start + 1 if aside.is_note else 0)
    yield from tokens_of(text, start, aside.end)
    yield Token(Kind.LINE, aside.end, aside.end)


def _is_request(text: str, rules_start: int) -> Callable[[Piece], bool]:
    """Whether a piece of the text is the call that asks for a key, which needs no right: before
    its rules, or with the version that no rule has."""

    def is_request(piece: Piece) -> bool:
        call = _REQUESTED.search(text, piece.start, piece.end)
        return call is not None and (bool(call["version"]) or piece.end <= rules_start)

    return is_request


def _tokens(text: str, blocks: list[Token]) -> Iterator[Token]:
    """The tokens of a text; a table and a description are one token each, with their rules, and are
    added to ``blocks``."""
    place = 0
    blocks_by_kind = (tables_in(text), side_tables_in(text), flags_in(text), descriptions_in(text))
    for block in merge(*blocks_by_kind, key=lambda token: token.start):
        if block.start >= place:
            yield from tokens_of(text, place, block.start)
            yield block
            blocks.append(block)
            place = block.end
    yield from tokens_of(text, place)
