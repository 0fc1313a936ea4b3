"""The tree of routes, one step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from credentials.core import Method, Sentence, say
from credentials.rights.catalogue.catalogue import Catalogue, segments_of
from credentials.rights.catalogue.operation import ANY
from credentials.rights.catalogue.operation_products import key_of, name_of
from credentials.rights.catalogue.tree import Node, span
from credentials.rights.glob import STAR


@dataclass(frozen=True, slots=True)
class RouteNode:
    """One step down the tree of routes. ``path`` is as a rule spells it, ``label`` a product's name
    or the route's, in braces a parameter's; ``total`` counts the operations at or below it,
    ``methods`` are those of the place itself."""

    path: str
    label: Sentence
    total: int
    methods: tuple[Method, ...]
    has_more: bool


def child_routes(
    catalogue: Catalogue, path: str = "", *, on: date | None = None
) -> list[RouteNode]:
    """What is below a place of the tree, by name, the parameter last; empty for no place.

    ``path`` has a star or a name where a parameter is.
    """
    above = segments_of(path.removesuffix("/"))
    node = catalogue.tree.at(above)
    live = ~catalogue.gone(on)
    below = [] if node is None else _children(node)
    return [
        _branch(catalogue, [*above, name], child, live)
        for name, child in below
        if span(child.start, child.stop) & live
    ]


def _children(node: Node) -> Iterator[tuple[str, Node]]:
    yield from sorted(node.routes.items(), key=lambda pair: pair[0].lower())
    if node.parameter:
        yield ANY, node.parameter


def _branch(catalogue: Catalogue, steps: list[str], node: Node, live: int) -> RouteNode:
    own = span(node.start, node.own_stop) & live
    spelled = catalogue.operations[node.start].path.split("/")[len(steps)]
    return RouteNode(
        path="/" + "/".join(steps).replace(ANY, STAR),
        label=_label([*steps[:-1], spelled]),
        total=(span(node.start, node.stop) & live).bit_count(),
        methods=tuple(method for method in Method if own & catalogue.with_methods(method)),
        has_more=bool(node.routes or node.parameter),
    )


def _label(steps: list[str]) -> Sentence:
    """A product's name where the place is its first; else the route's own name."""
    key = key_of(steps)
    return name_of(key) if "/".join(steps) == key else say("%(name)s", name=steps[-1])
