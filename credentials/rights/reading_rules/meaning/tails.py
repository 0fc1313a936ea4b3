"""Paths that are tails: what stands before them belongs to them and is not told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.pieces import Piece


def tails_in(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces whose path is a tail, each with the reason."""
    for piece in pieces:
        if piece.is_tail:
            yield piece, begins_before(piece.rules[-1].path)


def begins_before(path: str) -> Sentence:
    """That a path is a tail."""
    return say(_TAIL, path=visible_text(path))


_TAIL: Final = gettext_noop(
    "What stands before %(path)s belongs to its path and is not told here. Write the whole path, "
    "a star where a name stands."
)
