"""The operations of one endpoint, laid out for questions; each part is made when first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from credentials.core import Method
from credentials.rights.api_versions import strip_version
from credentials.rights.catalogue.operation import ANY, Operation, OperationKind
from credentials.rights.catalogue.snapshot import SNAPSHOTS, Snapshot, load_snapshot
from credentials.rights.catalogue.tree import (
    ReachedOperations,
    TooManySteps,
    Tree,
    mask,
    numbers,
    span,
)
from credentials.rights.glob import STAR
from credentials.rights.rule import AccessRule

HOME_ENDPOINT: Final = "ovh-eu"
_MOST_STEPS: Final = 60_000
_MOST_KEPT: Final = 1_000
_LONGEST_KEPT: Final = 300
_SLASH: Final = "/"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class PathReach:
    """The rules with one path. ``meant`` and ``possible``: what it reaches with any method, see
    ``tree``; ``wanted``: all operations of the rules' methods. Where rules are too complex to
    evaluate, all that the text before the first star leads to counts: then not ``is_exact``."""

    path: str
    rules: tuple[AccessRule, ...]
    meant: int
    possible: int
    wanted: int
    is_exact: bool

    @property
    def bits(self) -> int:
        """The operations these rules are meant for."""
        return self.meant & self.wanted


class Catalogue:
    """What an endpoint offers. A set of operations is a number with a bit for each of them.

    ``operations`` are in the order of their paths, and numbered by it. ``taken`` is the day of
    the description they come from.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.endpoint = snapshot.endpoint
        self.taken = snapshot.taken
        self.tree = Tree(snapshot.operations)
        self.operations = self.tree.operations
        self._parts: dict[object, Any] = {}
        self._gone: dict[date, int] = {}
        self._known: dict[str, ReachedOperations] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.endpoint} {self.taken} {len(self.operations)}>"

    def derived(self, make: Callable[[Catalogue], _T]) -> _T:
        """What ``make`` makes of this catalogue; made once."""
        if make not in self._parts:
            self._parts[make] = make(self)
        part: _T = self._parts[make]
        return part

    def bits(self, rules: Iterable[AccessRule]) -> int:
        """Every operation that rules could reach, gone or not: where a call of it is granted."""
        bits = 0
        for line in self.reach_by_path(rules):
            bits |= line.possible & line.wanted
        return bits

    def reach_by_path(
        self, rules: Iterable[AccessRule], *, most_steps: int = _MOST_STEPS
    ) -> list[PathReach]:
        """The rules by path, with what each path reaches, found in ``most_steps`` in all."""
        methods: dict[str, dict[AccessRule, None]] = {}
        for rule in rules:
            methods.setdefault(rule.pattern, {})[rule] = None
        steps_left, lines = most_steps, []
        for path, own in methods.items():
            reached = self._reached(path, steps_left)
            method_bits = self.with_methods(*(rule.method for rule in own))
            is_exact = reached.steps <= steps_left
            lines.append(
                PathReach(path, tuple(own), reached.meant, reached.possible, method_bits, is_exact)
            )
            steps_left = max(steps_left - reached.steps, 0)
        return lines

    def with_methods(self, *methods: Method) -> int:
        """The operations of these methods."""
        bits = 0
        for method in methods:
            bits |= self._by_method.get(method, 0)
        return bits

    def of_kind(self, kind: OperationKind) -> int:
        """The operations of a kind."""
        return self._by_kind.get(kind, 0)

    def gone(self, on: date | None = None) -> int:
        """The operations whose announced end had passed on that day; today without one."""
        day = on or datetime.now(UTC).date()
        known = self._gone.get(day)
        if known is None:
            known = mask(n for n, operation in enumerate(self.operations) if operation.is_gone(day))
            self._gone = {day: known}
        return known

    @cached_property
    def deprecated(self) -> int:
        """The operations OVHcloud advises against, gone or not."""
        return mask(n for n, operation in enumerate(self.operations) if operation.is_deprecated)

    def operations_in(self, bits: int, *, most: int | None = None) -> tuple[Operation, ...]:
        """The operations of a set, in order."""
        return tuple(self.operations[number] for number in numbers(bits, most=most))

    def operation_at(self, method: str, path: str) -> Operation | None:
        """The operation that a call is a call of, its path as it was sent, without query.

        Where a route of the first branch has the same path as one of the second, the first.
        """
        own = (
            operation
            for operation in self.operations_at(path)
            if operation.method == method.upper()
        )
        return next(own, None)

    def operations_at(self, path: str) -> tuple[Operation, ...]:
        """Every operation at a real path or a template, with version, final slash, or without."""
        bare = strip_version(path).removesuffix(_SLASH)
        second = bare.startswith("/v2/")
        node = self.tree.at(segments_of(bare.removeprefix("/v2") if second else bare))
        own = self.operations_in(span(node.start, node.own_stop)) if node else ()
        return tuple(operation for operation in own if operation.version == "v2") if second else own

    @cached_property
    def _by_method(self) -> Mapping[Method, int]:
        return self._masks(lambda operation: operation.method)

    @cached_property
    def _by_kind(self) -> Mapping[OperationKind, int]:
        return self._masks(lambda operation: operation.kind)

    def _masks(self, key: Callable[[Operation], _T]) -> dict[_T, int]:
        places: dict[_T, list[int]] = {}
        for number, operation in enumerate(self.operations):
            places.setdefault(key(operation), []).append(number)
        return {value: mask(own) for value, own in places.items()}

    def _reached(self, path: str, most_steps: int) -> ReachedOperations:
        """What a path reaches. What was found is kept for a while: the same rules are asked about
        again and again, one of them changed."""
        if known := self._known.get(path):
            return known
        reached = self._follow(path, most_steps)
        if reached.steps <= most_steps and len(path) <= _LONGEST_KEPT:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[path] = reached._replace(steps=0)
        return reached

    def _follow(self, path: str, most_steps: int) -> ReachedOperations:
        if STAR not in path:
            return self.tree.reached(path, most_steps=_MOST_STEPS)._replace(steps=0)
        try:
            return self.tree.reached(path, most_steps=most_steps)
        except TooManySteps:
            wider = path.partition(STAR)[0] + STAR
            reached = self.tree.reached(wider, most_steps=_MOST_STEPS)
            return reached._replace(steps=most_steps + 1)


@lru_cache(maxsize=32)
def bundled_catalogue(endpoint: str = HOME_ENDPOINT) -> Catalogue:
    """The catalogue that comes with Keydesk: of ``endpoint``, or else of OVHcloud Europe. Loaded
    when first asked for, once a process."""
    own = SNAPSHOTS / f"{endpoint}.csv.gz"
    return _loaded(own if own.is_file() else SNAPSHOTS / f"{HOME_ENDPOINT}.csv.gz")


@cache
def _loaded(file: Path) -> Catalogue:
    return Catalogue(load_snapshot(file.read_bytes()))


def segments_of(path: str) -> list[str]:
    """A path's segments for the tree, whichever way a parameter is written."""
    parts = path.split(_SLASH)[1:]
    return [ANY if part.startswith("{") or part == STAR else part for part in parts]
