"""Paths that a text gives from another one on: GET /record, below /domain/zone/{zoneName}."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.glob import STAR
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.paths.parted_paths import is_route
from credentials.rights.reading_rules.paths.text_path import path_at, without_version
from credentials.rights.reading_rules.pieces import PATH_ALONE, Parts, Piece

_FEWEST_PARTS: Final = 2
_MOST_BEFORE: Final = 3
#: Nothing, and the call that asks for a key: its rules stand beside it.
_NO_BASES: Final = frozenset(("", "/auth/credential"))


def relative_in(text: str, parts: Parts) -> Iterator[tuple[Piece, Sentence, bool]]:
    """The pieces whose path is no route, and is one below a path that stands alone in the text,
    each with the reason; one that a path stands beside in its line may be."""
    if not parts.pieces:
        return
    bases = [
        (leftover.start, path)
        for leftover in parts.leftovers
        if leftover.reason is PATH_ALONE
        and text.count("/", leftover.start, leftover.end) >= _FEWEST_PARTS
        and (path := _base(text[leftover.start : leftover.end])) not in _NO_BASES
    ]
    places = [place for place, _ in bases]
    for piece in parts.pieces if bases else ():
        path = piece.rules[-1].path
        if is_route(path):
            continue
        number = bisect_left(places, piece.start)
        near = list(_near(bases, number, text, piece))
        whole = next((f"{base}{path}" for _, base in near if is_route(f"{base}{path}")), "")
        if whole:
            yield piece, say(_RELATIVE, path=visible_text(path), whole=visible_text(whole)), True
        elif any("\n" not in text[place : piece.start] for place, _ in near):
            yield piece, say(_MAY_BE, path=visible_text(path)), False


def _near(
    bases: Sequence[tuple[int, str]], number: int, text: str, piece: Piece
) -> Iterator[tuple[int, str]]:
    """The bases before a piece, the nearest first, and the one behind it in its line."""
    if number < len(bases) and "\n" not in text[piece.end : bases[number][0]]:
        yield bases[number]
    yield from reversed(bases[max(0, number - _MOST_BEFORE) : number])


def _base(written: str) -> str:
    """The path that others are below, as a route has it."""
    slash = written.find("/", written.find("://") + 3 if "://" in written else 0)
    path, _ = path_at(written, slash) if slash >= 0 else path_at("", 0)
    return without_version(path).path.rstrip(f"/{STAR}")


_MAY_BE: Final = gettext_noop(
    "OVHcloud's API has no %(path)s, and another path stands in its line. Is it the whole path?"
)
_RELATIVE: Final = gettext_noop(
    "OVHcloud's API has no %(path)s, and another path stands beside it. Write it whole, if it is "
    "meant: %(whole)s"
)
