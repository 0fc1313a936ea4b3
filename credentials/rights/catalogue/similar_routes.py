"""The route that a path which leads nowhere was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.tree import Node
from credentials.rights.glob import STAR

_LIKENESS: Final = 0.75
_LONGEST_NAME: Final = 60
_DEEPEST: Final = 14
_KEPT: Final = 6
_CASE, _ALIKE, _LEFT_OUT, _TOO_MUCH, _VALUE = 1, 3, 5, 5, 1


@dataclass(frozen=True, slots=True)
class SimilarRoute:
    """A route, with stars and values where the path had them; ``cost`` grows with the changes."""

    path: str
    cost: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A way through the tree: how far it came, what it changed."""

    cost: int
    node: Node
    names: tuple[str, ...] = ()


def similar_route(catalogue: Catalogue, path: str) -> SimilarRoute | None:
    """The route with the fewest changes; ``None`` where nothing is near, or nothing is wrong."""
    segments = path.split("/")[1:]
    if not path.startswith("/") or len(segments) > _DEEPEST:
        return None
    ways = [_Candidate(0, catalogue.tree.root)]
    for place, segment in enumerate(segments):
        is_last = place == len(segments) - 1
        further = [after for way in ways for after in _after(way, segment, is_last=is_last)]
        ways = sorted(_cheapest(further), key=lambda way: way.cost)[:_KEPT]
    ended = [way for way in ways if way.names[-1:] == (STAR,) or way.node.own_stop > way.node.start]
    best = min(ended, key=lambda way: way.cost, default=None)
    if best is None or best.cost >= _LEFT_OUT + _ALIKE:
        return None
    guess = "/" + "/".join(best.names)
    return None if guess == path else SimilarRoute(guess, best.cost)


def similar_name(name: str, others: Sequence[str], *, likeness: float = _LIKENESS) -> str:
    """The one of ``others`` that ``name`` was meant to be: in another case, or a letter off."""
    lowered = {other.lower(): other for other in others}
    if same := lowered.get(name.lower()):
        return same
    if len(name) > _LONGEST_NAME:
        return ""
    close = get_close_matches(name.lower(), lowered, n=1, cutoff=likeness)
    return lowered[close[0]] if close else ""


def _after(way: _Candidate, segment: str, *, is_last: bool) -> Iterator[_Candidate]:
    """Every way to read one more segment: as it is, as one like it, or with one left out."""
    yield from _step(way, segment, is_last=is_last)
    yield _Candidate(way.cost + _TOO_MUCH, way.node, way.names)
    for name, child in way.node.routes.items():
        left_out = _Candidate(way.cost + _LEFT_OUT, child, (*way.names, name))
        if segment in child.routes:
            yield from _step(left_out, segment, is_last=is_last)


def _step(way: _Candidate, segment: str, *, is_last: bool) -> Iterator[_Candidate]:
    node = way.node
    if STAR in segment:
        if is_last:
            yield _Candidate(way.cost, node, (*way.names, segment))
        elif node.parameter:
            yield _Candidate(way.cost, node.parameter, (*way.names, segment))
        return
    if segment in node.routes:
        yield _Candidate(way.cost, node.routes[segment], (*way.names, segment))
    elif meant := similar_name(segment, tuple(node.routes)):
        cost = _CASE if meant.lower() == segment.lower() else _ALIKE
        yield _Candidate(way.cost + cost, node.routes[meant], (*way.names, meant))
    if segment and node.parameter:
        cost = _VALUE if node.routes else 0
        yield _Candidate(way.cost + cost, node.parameter, (*way.names, segment))


def _cheapest(ways: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """Of ways to one place, the one with the fewest changes."""
    best: dict[int, _Candidate] = {}
    for way in ways:
        known = best.get(id(way.node))
        if known is None or way.cost < known.cost:
            best[id(way.node)] = way
    return iter(best.values())
