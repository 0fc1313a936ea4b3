"""What stands right before and behind a token, a few tokens far.

Whether two tokens belong together across what parts them is a matter of ``gaps``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from credentials.core import Method
from credentials.rights.reading_rules.grammar.gaps import AND
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token

LOOKED_AHEAD: Final = 13
LOOKED_BACK: Final = 2
_LONGEST_UNKNOWN_METHOD: Final = 10
_ENDS_OF_PARTS: Final = frozenset(",;.")


def kind_at(tokens: Sequence[Token], place: int) -> Kind | None:
    return tokens[place].kind if place < len(tokens) else None


def has_own_path(tokens: Sequence[Token], place: int) -> bool:
    """Whether a path follows in the line of the methods at ``place``."""
    for other in tokens[place + 1 : place + LOOKED_AHEAD]:
        if other.kind is Kind.LINE:
            return False
        if other.kind is Kind.PATH:
            return True
    return False


def leads_on_to_path(tokens: Sequence[Token], place: int) -> bool:
    """Whether a path follows the methods at ``place`` before the next part of their sentence."""
    ahead = tokens[place + 1 : place + LOOKED_AHEAD]
    for other, behind in zip_longest(ahead, ahead[1:]):
        if other.kind is Kind.PATH:
            return True
        is_list = behind is not None and behind.kind is Kind.METHODS
        if other.kind is Kind.LINE or (not is_list and _ends_part(other)):
            return False
    return False


def are_in_lines(tokens: Sequence[Token], place: int) -> bool:
    """Whether the methods at ``place`` stand in a line below others, and one path below them all:
    GET, PUT, /me, each in a line of its own."""
    if place < LOOKED_BACK or tokens[place - 1].kind is not Kind.LINE:
        return False
    above, token = tokens[place - LOOKED_BACK], tokens[place]
    if above.kind is not Kind.METHODS or above.methods == token.methods:
        return False
    for following in range(place + 2, place + 2 * len(Method), 2):
        if kind_at(tokens, following - 1) is not Kind.LINE:
            return False
        if kind_at(tokens, following) is Kind.PATH:
            is_sure = above.is_sure and token.is_sure
            return is_sure and kind_at(tokens, following + 2) is not Kind.PATH
    return False


def _ends_part(token: Token) -> bool:
    """Whether another part of a sentence, or another sentence, begins behind a token."""
    if token.kind is Kind.WORD:
        return token.text.lower() in AND
    return token.kind is Kind.SIGN and not _ENDS_OF_PARTS.isdisjoint(token.text)


def is_in_brackets(tokens: Sequence[Token], place: int) -> bool:
    """Whether the methods at ``place`` stand in brackets, no path behind: /me to read (GET)."""
    around = (*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2])
    signs = [each.text for each in around if each.kind is Kind.SIGN]
    if len(signs) < 2 or not signs[0].endswith("(") or not signs[1].startswith(")"):
        return False
    return "," in signs[1] or kind_at(tokens, place + 2) is not Kind.PATH


def unknown_method(tokens: Sequence[Token], place: int) -> Token | None:
    """A word in capitals that stands like a method before the path at ``place``: HEAD /me."""
    before = tokens[place - 1] if place else None
    if before is None or before.kind is not Kind.WORD or not before.text.isupper():
        return None
    begins = place < LOOKED_BACK or tokens[place - LOOKED_BACK].kind is Kind.LINE
    is_short = before.text.isalpha() and 2 <= len(before.text) <= _LONGEST_UNKNOWN_METHOD
    return before if begins and is_short else None
