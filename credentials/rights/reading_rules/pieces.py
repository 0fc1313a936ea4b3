"""What a text is parted into: pieces that gave rules, and what was left of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.rule import AccessRule

PATH_ALONE: Final = say(gettext_noop("A path without a method."))
METHOD_ALONE: Final = say(gettext_noop("A method without a path."))

_Span = Callable[[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` gave these rules; ``blanks`` are the names in them to be filled in."""

    start: int
    end: int
    rules: tuple[AccessRule, ...]
    blanks: tuple[str, ...] = ()


class Leftover(NamedTuple):
    """``text[start:end]`` looked like a part of a rule, and why it became none."""

    start: int
    end: int
    reason: Sentence


@dataclass(slots=True)
class Parts:
    """What a text gave. ``problems`` are the leftovers that looked like whole rules."""

    pieces: list[Piece] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    problems: list[Leftover] = field(default_factory=list)

    def moved(self, span: _Span) -> Parts:
        """The same, each part at the ``span`` that stands for its own."""
        return Parts(
            [
                Piece(*span(piece.start, piece.end), piece.rules, piece.blanks)
                for piece in self.pieces
            ],
            _moved(self.leftovers, span),
            _moved(self.problems, span),
        )


def _moved(leftovers: list[Leftover], span: _Span) -> list[Leftover]:
    return [
        Leftover(*span(leftover.start, leftover.end), leftover.reason) for leftover in leftovers
    ]
