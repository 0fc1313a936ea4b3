"""The tokens of a whole text: the notations that are one token each, and what stands between."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import Final

from credentials.rights.reading_rules.grammar.loops import loops_in
from credentials.rights.reading_rules.notations.descriptions import descriptions_in
from credentials.rights.reading_rules.notations.flags import flags_in
from credentials.rights.reading_rules.notations.side_tables import side_tables_in
from credentials.rights.reading_rules.notations.tables import tables_in
from credentials.rights.reading_rules.tokens.tokenizer import Token, tokens_of

#: What finds the notations that are one token each.
_BLOCKS: Final = (tables_in, side_tables_in, flags_in, descriptions_in, loops_in)


def text_tokens(text: str, blocks: list[Token]) -> Iterator[Token]:
    """The tokens of a text; a table and a description are one token each, with their rules, and are
    added to ``blocks``."""
    place = 0
    blocks_by_kind = (find(text) for find in _BLOCKS)
    for block in merge(*blocks_by_kind, key=lambda token: token.start):
        if block.start >= place:
            yield from tokens_of(text, place, block.start)
            yield block
            blocks.append(block)
            place = block.end
    yield from tokens_of(text, place)
