"""What a text is parted into: pieces that gave rules, and what was left of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Final, NamedTuple

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.rule import AccessRule

PATH_ALONE: Final = say(gettext_noop("A path without a method."))
#: More rules than a key can be asked for; the rest of such a text is not read.
MOST_RULES: Final = 1_001
#: So many parts that are no rule are no list of rules: the rest of such a text is not read.
MOST_LEFTOVERS: Final = 10_000
METHOD_ALONE: Final = say(gettext_noop("A method without a path."))

_Span = Callable[[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` gave these rules; ``blanks`` are the names in them to be filled in, and
    ``changes`` say what of it did not enter a rule, ``remarks`` what else is to be looked at;
    ``is_tail``: its path begins before it, with what is not told; ``pairs``: of a whole link, its
    rules as pieces."""

    start: int
    end: int
    rules: tuple[AccessRule, ...]
    blanks: tuple[str, ...] = ()
    changes: tuple[Sentence, ...] = ()
    remarks: tuple[Sentence, ...] = ()
    is_tail: bool = False
    pairs: tuple[Piece, ...] = ()

    def changed(self, change: Sentence) -> Piece:
        """The same, one change more being said of it."""
        changes = (*self.changes, change)
        rest = (self.remarks, self.is_tail, self.pairs)
        return Piece(self.start, self.end, self.rules, self.blanks, changes, *rest)


class Leftover(NamedTuple):
    """``text[start:end]`` looked like a part of a rule, and why it became none."""

    start: int
    end: int
    reason: Sentence


@dataclass(slots=True)
class Parts:
    """What a text gave. ``problems`` are the leftovers that looked like whole rules, ``links`` the
    places of links with rules, in its order."""

    pieces: list[Piece] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    problems: list[Leftover] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)

    def with_rest(self, text: str, *, most: int) -> Parts:
        """The same, with what was not read of ``text``: after ``most`` rules, or because so much
        was left before it."""
        ends = [piece.end for piece in self.pieces[-1:]]
        ends += [leftover.end for leftover in self.leftovers[-1:]]
        end = max(ends, default=0)
        has_most = sum(len(piece.rules) for piece in self.pieces) >= most
        if (has_most or len(self.leftovers) >= MOST_LEFTOVERS) and text[end:].strip():
            rest = Leftover(end, len(text), _TOO_MANY if has_most else _NOT_READ)
            self.leftovers.append(rest)
            if not has_most:
                self.problems.append(rest)
        return self

    def without(self, left: Iterable[tuple[Piece, Sentence]]) -> Parts:
        """The same, some pieces being left, each for its reason; none that was left before."""
        reasons = {id(piece): (piece, reason) for piece, reason in left}
        present = {id(piece) for piece in self.pieces} if reasons else set()
        reasons = {key: reason for key, reason in reasons.items() if key in present}
        if not reasons:
            return self
        self.pieces = [piece for piece in self.pieces if id(piece) not in reasons]
        self.leave(Leftover(piece.start, piece.end, reason) for piece, reason in reasons.values())
        return self

    def faulted(self, faults: Iterable[tuple[Piece, Sentence]]) -> Parts:
        """The same, some pieces being problems, each for its reason."""
        left = list(faults)
        self.problems += [Leftover(piece.start, piece.end, reason) for piece, reason in left]
        return self.without(left)

    def judged(self, judgements: Iterable[tuple[Piece, Sentence, bool]]) -> Parts:
        """The same, some pieces being left where it is sure, else said to be looked at."""
        judged = list(judgements)
        parts = self.without((piece, reason) for piece, reason, is_sure in judged if is_sure)
        return parts.remarked((piece, doubt) for piece, doubt, is_sure in judged if not is_sure)

    def remarked(self, remarks: Iterable[tuple[Piece, Sentence]]) -> Parts:
        """The same, some pieces having one remark more."""
        added = {id(piece): remark for piece, remark in remarks}
        if not added:
            return self
        self.pieces = [
            replace(piece, remarks=(*piece.remarks, added[id(piece)]))
            if id(piece) in added
            else piece
            for piece in self.pieces
        ]
        return self

    def doubted(self, remarks: Iterable[tuple[Piece, Sentence]]) -> Parts:
        """The same, some pieces having a remark; none that has one already."""
        return self.remarked((piece, remark) for piece, remark in remarks if not piece.remarks)

    def leave(self, leftovers: Iterable[Leftover]) -> None:
        """Add to what was left, in the order of the text."""
        self.leftovers += leftovers
        self.leftovers.sort(key=attrgetter("start"))

    def moved(self, span: _Span) -> Parts:
        """The same, each part at the ``span`` that stands for its own."""
        pieces = [
            replace(piece, start=start, end=end)
            for piece in self.pieces
            for start, end in [span(piece.start, piece.end)]
        ]
        return Parts(pieces, _moved(self.leftovers, span), _moved(self.problems, span))


def _moved(leftovers: list[Leftover], span: _Span) -> list[Leftover]:
    return [
        Leftover(*span(leftover.start, leftover.end), leftover.reason) for leftover in leftovers
    ]


_TOO_MANY: Final = say(
    gettext_noop(
        "The rest was not read: more rules stand before it than Keydesk works with, 1,000."
    )
)
_NOT_READ: Final = say(
    gettext_noop(
        "The rest was not read: 10,000 parts before it are no rule. Paste the part with the rules."
    )
)
