"""The word right before a place in a text."""

from __future__ import annotations

from typing import Final

_LONGEST_WORD: Final = 500


def word_before(text: str, place: int) -> str:
    """The word that ends at ``place``, but for blanks; "" at the beginning."""
    words = text[max(0, place - _LONGEST_WORD) : place].split()
    return words[-1] if words else ""
