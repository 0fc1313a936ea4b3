"""Finding operations and recipes by what is typed: a path, words in any order, or an action."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from typing import Final
from urllib.parse import urlsplit

from credentials.catalogue import words
from credentials.catalogue.catalogue import Catalogue, segments_of
from credentials.catalogue.index import Index
from credentials.catalogue.operation import Operation
from credentials.catalogue.tree import TooTangled, numbers, span
from credentials.enums import Method
from credentials.recipes import RECIPES, Recipe
from credentials.rights import strip_version
from credentials.rights.glob import STAR

_LONGEST: Final = 300
_MOST_WORDS: Final = 10
_MOST_STEPS: Final = 5_000
_PARAMETER: Final = re.compile(r"\{[^/]*\}")
_CALL: Final = re.compile(r"(?:(get|post|put|patch|delete)\s+)?(/\S*|https?://\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hits:
    """The best ``operations`` of ``total``, and the recipes that fit. ``hidden``: how many more
    there are among deprecated ones."""

    operations: tuple[Operation, ...] = ()
    total: int = 0
    hidden: int = 0
    recipes: tuple[Recipe, ...] = ()


def search(
    catalogue: Catalogue, typed: str, *, most: int = 50, with_deprecated: bool = False
) -> Hits:
    """What is meant by the text, the best first; nothing typed finds nothing.

    A path may be a real one, a rule's or a template's, whole or begun, with its method or without.
    """
    text = typed[:_LONGEST].strip()
    wish = _Wish(most, with_deprecated)
    if call := _CALL.fullmatch(text):
        hits = wish.of(_on_path(catalogue, call), catalogue.operations, catalogue.deprecated)
        if hits.total or hits.hidden:
            return hits
    index = catalogue.part(Index)
    hits = wish.of(_with_words(index, text), index.ranked, index.deprecated)
    return replace(hits, recipes=recipes(text))


def recipes(typed: str) -> tuple[Recipe, ...]:
    """The recipes that have every word of the text, those that are called so first."""
    wanted = words.in_text(typed[:_LONGEST])[:_MOST_WORDS]
    if not wanted:
        return ()
    found = [slug for slug, text in _recipe_words().items() if _has(text, wanted)]
    called = [slug for slug in found if _has(words.in_text(slug), wanted)]
    return tuple(RECIPES[slug] for slug in dict.fromkeys((*called, *found)))


@dataclass(frozen=True, slots=True)
class _Wish:
    """How many operations are wanted, and which."""

    most: int
    with_deprecated: bool

    def of(self, tiers: Sequence[int], operations: Sequence[Operation], deprecated: int) -> Hits:
        """The first ones of the sets, of which the last holds the others."""
        widest = tiers[-1]
        shown = widest if self.with_deprecated else widest & ~deprecated
        chosen: list[int] = []
        left = shown
        for tier in tiers:
            chosen += numbers(tier & left, most=self.most - len(chosen))
            left &= ~tier
        hidden = widest.bit_count() - shown.bit_count()
        return Hits(tuple(operations[number] for number in chosen), shown.bit_count(), hidden)


def _with_words(index: Index, text: str) -> Sequence[int]:
    if ":" in text:
        return [index.actions.begun(text.lower())]
    wanted = words.in_text(text)[:_MOST_WORDS]
    return index.tiers(wanted) if wanted else [0]


def _on_path(catalogue: Catalogue, call: re.Match[str]) -> Sequence[int]:
    """What has exactly this path, what goes on like it, what a rule with it would reach, and all
    that begins with it."""
    method, target = call.groups()
    path = _path(target)
    own = catalogue.tree.shaped(segments_of(path))
    exact = span(own.start, own.own_stop) if own else 0
    further = _further(catalogue, path)
    reached = _reached(catalogue, path.removesuffix("/"))
    begun = exact | further | reached | _reached(catalogue, path + STAR)
    wanted = catalogue.offering(*([Method(method.upper())] if method else Method))
    return [bits & wanted for bits in (exact, further, reached, begun)]


def _further(catalogue: Catalogue, path: str) -> int:
    """What is below the routes whose names begin with the last segment, typed in part."""
    *above, start = segments_of(path)
    node = catalogue.tree.at(above) if start else None
    routes = node.routes.items() if node else ()
    spans = [span(route.start, route.stop) for name, route in routes if name.startswith(start)]
    return reduce(or_, spans, 0)


def _path(target: str) -> str:
    """The path of a call or a link, its parameters as stars."""
    try:
        path = urlsplit(target).path if "://" in target else target.partition("?")[0]
    except ValueError:
        return target
    return _PARAMETER.sub(STAR, strip_version(path))


def _reached(catalogue: Catalogue, path: str) -> int:
    try:
        return catalogue.tree.reached(path, most_steps=_MOST_STEPS).meant
    except TooTangled:
        return 0


@cache
def _recipe_words() -> dict[str, frozenset[str]]:
    """The words of every recipe, by its slug."""
    return {
        recipe.slug: frozenset(
            words.in_text(f"{recipe.slug} {recipe.title} {recipe.summary} {recipe.source}")
        )
        for recipe in RECIPES.values()
    }


def _has(known: Iterable[str], wanted: Sequence[str]) -> bool:
    """Whether every wanted word begins a known one; a letter alone begins too many."""
    return all(len(one) > 1 and any(word.startswith(one) for word in known) for one in wanted)
