"""Links with rules as one thing each: what is said beside a link holds for every rule of it.

Each such link makes a key. Where two of them have different rules, those of both are said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.reading_rules.pieces import Parts, Piece


def with_whole_links(parts: Parts) -> Parts:
    """The parts, the pieces of each link being one."""
    place, pieces = 0, list[Piece]()
    for start, end in parts.links:
        first = bisect_left(parts.pieces, start, place, key=attrgetter("start"))
        last = bisect_left(parts.pieces, end, first, key=attrgetter("start"))
        pieces += parts.pieces[place:first]
        if pairs := tuple(parts.pieces[first:last]):
            rules = tuple(rule for pair in pairs for rule in pair.rules)
            pieces.append(Piece(start, end, rules, pairs=pairs))
        place = last
    parts.pieces = pieces + parts.pieces[place:]
    return parts


def without_whole_links(parts: Parts) -> Parts:
    """The parts, each rule of a link being a piece again, with what is said of the link."""
    parts.pieces = [each for piece in parts.pieces for each in _parted(piece)]
    return parts


def _parted(piece: Piece) -> Iterable[Piece]:
    if not piece.pairs:
        return (piece,)
    return (replace(pair, remarks=(*pair.remarks, *piece.remarks)) for pair in piece.pairs)


def several_links(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Sentence]]:
    """The links of a text, each with the remark, where their rules differ. The API console's are
    none of them: each is one call."""
    links = [piece for piece in pieces if piece.pairs and piece.pairs[0].start > piece.start]
    if len({frozenset(link.rules) for link in links}) > 1:
        for link in links:
            yield link, SEVERAL


SEVERAL: Final = say(
    gettext_noop(
        "Links with different rules stand in the text, and each makes a key. Keep the one that is "
        "to be asked for."
    )
)
