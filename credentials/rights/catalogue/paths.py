"""How far a rule's path is matched after some segments of a route.

A star takes any characters, slashes too, so that a path may be matched up to several places at
once: before one of its segments, or within a star. Of several stars the last one reached takes
all that the earlier ones could, so only that one is kept.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from credentials.rights.glob import STAR

_STARS: Final = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class RouteNames:
    """The names of routes, and all of them in one text: what is not taken for a value."""

    names: frozenset[str] = frozenset()
    text: str = ""

    @classmethod
    def of(cls, names: Iterable[str]) -> RouteNames:
        known = frozenset(names)
        return cls(known, "/".join(sorted(known)))

    def has(self, pieces: Sequence[str], piece: str) -> bool:
        """Whether a route is called like this piece of a segment, or so in part."""
        return piece in self.names if len(pieces) == 1 else piece in self.text


@dataclass(frozen=True, slots=True)
class Path:
    """A rule's path. ``steps``: its segments, each as the pieces between its stars; one without a
    star is one piece. ``free``: for each piece, whether a parameter's value may hold it."""

    steps: tuple[tuple[str, ...], ...]
    free: tuple[tuple[bool, ...], ...]

    @classmethod
    def read(cls, text: str, *, known: RouteNames) -> Path:
        """Any value may hold what comes before the first star; after it, not what is known."""
        steps = tuple(tuple(_STARS.split(segment)) for segment in text.split("/"))
        aligned = text.partition(STAR)[0].count("/")
        free = (_free(step, number - aligned, known=known) for number, step in enumerate(steps))
        return cls(steps, tuple(free))

    @property
    def is_free(self) -> bool:
        """Whether any value may hold any of its pieces."""
        return all(all(pieces) for pieces in self.free)

    def __len__(self) -> int:
        return len(self.steps)


class Position(NamedTuple):
    """``next``: segments, by number, that may have to match next. ``star``: the segment whose star
    is taking characters; ``placed``: how many of its pieces came before. ``star`` -1: none is."""

    next: tuple[int, ...] = ()
    star: int = -1
    placed: int = 0

    def __bool__(self) -> bool:
        """Whether there is any way to go on."""
        return bool(self.next) or self.star >= 0


START: Final = Position((0,))


def is_over(path: Path, place: Position) -> bool:
    """Whether the path may end here."""
    return len(path) in place.next


def takes_anything(path: Path, place: Position) -> bool:
    """Whether the path takes whatever comes: it is within a star that nothing follows."""
    if place.star != len(path) - 1:
        return False
    pieces = path.steps[place.star]
    return place.placed == len(pieces) - 1 and not pieces[-1]


def names(path: Path, place: Position) -> list[str] | None:
    """The segments that can come next, or ``None`` where a star leaves it open."""
    if place.star >= 0:
        return None
    following = [path.steps[number] for number in place.next if number < len(path)]
    return (
        None
        if any(len(pieces) > 1 for pieces in following)
        else [pieces[0] for pieces in following]
    )


def after_route(path: Path, place: Position, name: str) -> Position:
    """Where the path is after one more segment called ``name``."""
    ahead: set[int] = set()
    stars: list[tuple[int, int]] = []
    for number in place.next:
        if number == len(path):
            continue
        first, *rest = path.steps[number]
        if not rest:
            ahead.update({number + 1} if first == name else ())
        elif name.startswith(first):
            stars.append(_in_name(path, (number, 1), name[len(first) :], ahead))
    if place.star >= 0:
        stars.append(_in_name(path, (place.star, place.placed), name, ahead))
    return _furthest(ahead, stars)


def after_value(path: Path, place: Position, taken: Container[str]) -> Position:
    """Where the path can be after a parameter with the value that suits it best.

    A value is any text but the names in ``taken``.
    """
    ahead: set[int] = set()
    stars: list[tuple[int, int]] = []
    for number in place.next:
        if number == len(path) or not path.free[number][0]:
            continue
        first, *rest = path.steps[number]
        if rest:
            stars.append(_in_value(path, (number, 1), ahead))
        elif first and first not in taken:
            ahead.add(number + 1)
    if place.star >= 0:
        stars.append(_in_value(path, (place.star, place.placed), ahead))
    return _furthest(ahead, stars)


def _free(pieces: Sequence[str], past: int, *, known: RouteNames) -> tuple[bool, ...]:
    """For one segment, ``past`` the one with the first star (negative before it)."""
    if past < 0:
        return (True,)
    free = [not piece or not known.has(pieces, piece) for piece in pieces]
    return (True, *free[1:]) if past == 0 else tuple(free)


def _in_name(path: Path, star: tuple[int, int], text: str, ahead: set[int]) -> tuple[int, int]:
    """The star after it took from ``text`` what it could; a segment that ends goes ``ahead``."""
    number, placed = star
    pieces = path.steps[number]
    last = len(pieces) - 1
    start = 0
    while placed < last and (index := text.find(pieces[placed], start)) >= 0:
        start = index + len(pieces[placed])
        placed += 1
    if placed == last and len(text) - start >= len(pieces[last]) and text.endswith(pieces[last]):
        ahead.add(number + 1)
    return number, placed


def _in_value(path: Path, star: tuple[int, int], ahead: set[int]) -> tuple[int, int]:
    """The star after a value that holds all it may of what the path has to come."""
    number, placed = star
    free = path.free[number]
    last = len(free) - 1
    while placed < last and free[placed]:
        placed += 1
    if placed == last and free[last]:
        ahead.add(number + 1)
    return number, placed


def _furthest(ahead: set[int], stars: list[tuple[int, int]]) -> Position:
    star, placed = max(stars, default=(-1, 0))
    return Position(tuple(number for number in sorted(ahead) if number > star), star, placed)
