"""Every operation in one tree of path segments, and which of them a rule's path reaches.

A rule can reach an operation when it covers a call of it, at its address or at that with a slash
at its end, which leads there too. Nothing has the name of a route that stands beside it: such a
call is a call of that route.

It is meant for fewer. Text after a star is no value where some route is called so: ``/sms/*/jobs``
is about jobs, although a batch might be called that, unless it would be about nothing else. And
the slash counts only where the rule spells it.

Operations are numbered in the tree's order, so that all below a place are a range, and a set of
operations is one number with their bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from credentials.rights.catalogue import paths
from credentials.rights.catalogue.operation import ANY, Operation
from credentials.rights.catalogue.paths import Path, Position, RouteNames


class TooManySteps(Exception):
    """Finding what a path reaches takes more steps than allowed."""


@dataclass(slots=True)
class Node:
    """A place in the tree: its own operations, and the range of all at or below it."""

    start: int
    own_stop: int = 0
    stop: int = 0
    routes: dict[str, Node] = field(default_factory=dict)
    parameter: Node | None = None


class ReachedOperations(NamedTuple):
    """Operations of every method that a rule's path reaches: those it is ``meant`` for, all that
    are ``possible``; and the steps it took to find them."""

    meant: int
    possible: int
    steps: int


class Tree:
    """``operations`` in the order of the tree; bit ``n`` stands for ``operations[n]``."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.operations = tuple(sorted(operations, key=_order))
        self.root = Node(0, 0, len(self.operations))
        for number, operation in enumerate(self.operations):
            self._add(number, operation)
        self.words = RouteNames.of(
            name for operation in self.operations for name in operation.segments
        )

    def reached(self, path: str, *, most_steps: int) -> ReachedOperations:
        """What a rule's path reaches. Raises ``TooManySteps`` after ``most_steps``."""
        walk = self._walk(path.removesuffix("/"), self.words, most_steps)
        if not path.endswith("/") and walk.path.is_free:
            return ReachedOperations(walk.found, walk.found | walk.by_slash, walk.taken)
        loose = self._walk(path, RouteNames(), most_steps - walk.taken)
        possible = loose.found | loose.by_slash | walk.found
        return ReachedOperations(walk.found or loose.found, possible, walk.taken + loose.taken)

    def at(self, segments: Sequence[str]) -> Node | None:
        """The place of a real path or of a template (parameters as ``{}``), if there is one."""
        node: Node | None = self.root
        for segment in segments:
            if node is None or not segment:
                return None
            node = node.routes.get(segment) or node.parameter
        return node

    def shaped(self, segments: Sequence[str]) -> Node | None:
        """The place of a template, a route's own name never taken for a parameter's value."""
        node: Node | None = self.root
        for segment in segments:
            if node is None:
                return None
            node = node.parameter if segment == ANY else node.routes.get(segment)
        return node

    def _walk(self, text: str, known: RouteNames, most_steps: int) -> _Walk:
        path = Path.read(text, known=known)
        start = paths.after_route(path, paths.START, "")
        walk = _Walk(path, most_steps)
        walk.below(self.root, start)
        return walk

    def _add(self, number: int, operation: Operation) -> None:
        node = self.root
        for segment in operation.segments:
            node = _child(node, segment, number)
            node.stop = number + 1
        node.own_stop = number + 1


class _Walk:
    """One search through the tree: what is ``found``, and what else ``by_slash`` at its end."""

    def __init__(self, path: Path, most_steps: int) -> None:
        self.path = path
        self.found = 0
        self.by_slash = 0
        self.taken = 0
        self._most = most_steps
        # Under a star one place is met again and again, with the same names below it.
        self._after: dict[tuple[Position, str], Position] = {}

    def below(self, node: Node, place: Position) -> None:
        self.taken += 1
        if self.taken > self._most:
            raise TooManySteps
        if paths.takes_anything(self.path, place):
            self.found |= span(node.start, node.stop)
            return
        if node.own_stop > node.start:
            self._note(node, place)
        for name, child in self._routes(node, place):
            if after := self._after_route(place, name):
                self.below(child, after)
        if node.parameter and (after := paths.after_value(self.path, place, node.routes)):
            self.below(node.parameter, after)

    def _note(self, node: Node, place: Position) -> None:
        if paths.is_over(self.path, place):
            self.found |= span(node.start, node.own_stop)
        elif paths.is_over(self.path, self._after_route(place, "")):
            self.by_slash |= span(node.start, node.own_stop)

    def _routes(self, node: Node, place: Position) -> Iterable[tuple[str, Node]]:
        """The routes worth trying: the one that is named, or all of them where a star is."""
        names = paths.names(self.path, place)
        if names is None:
            return node.routes.items()
        return [(name, node.routes[name]) for name in names if name in node.routes]

    def _after_route(self, place: Position, name: str) -> Position:
        key = place, name
        after = self._after.get(key)
        if after is None:
            after = self._after[key] = paths.after_route(self.path, place, name)
        return after


def span(start: int, stop: int) -> int:
    """The operations from one number up to, not including, another."""
    return (1 << stop) - (1 << start) if stop > start else 0


def mask(numbers: Iterable[int]) -> int:
    """A set of operations from their numbers."""
    octets = bytearray()
    for number in numbers:
        byte, bit = divmod(number, 8)
        if byte >= len(octets):
            octets.extend(bytes(byte + 1 - len(octets)))
        octets[byte] |= 1 << bit
    return int.from_bytes(octets, "little")


def numbers(bits: int, *, most: int | None = None) -> list[int]:
    """The numbers in a set, lowest first, at most so many."""
    chosen: list[int] = []
    digits = bin(bits)[:1:-1]
    place = digits.find("1")
    while place >= 0 and (most is None or len(chosen) < most):
        chosen.append(place)
        place = digits.find("1", place + 1)
    return chosen


def _order(operation: Operation) -> tuple[list[str], str, str]:
    return operation.segments, operation.version, operation.method


def _child(node: Node, segment: str, number: int) -> Node:
    if segment == ANY:
        if node.parameter is None:
            node.parameter = Node(number)
        return node.parameter
    if segment not in node.routes:
        node.routes[segment] = Node(number)
    return node.routes[segment]
