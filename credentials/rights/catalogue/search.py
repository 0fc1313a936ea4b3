"""Finding operations and recipes by what is typed: a path, words in any order, or an action."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from operator import or_
from typing import Final
from urllib.parse import urlsplit

from credentials.core import Method
from credentials.rights.api_versions import rule_path
from credentials.rights.catalogue import search_words
from credentials.rights.catalogue.catalogue import Catalogue, segments_of
from credentials.rights.catalogue.index import Index
from credentials.rights.catalogue.operation import Operation
from credentials.rights.catalogue.tree import TooManySteps, numbers, span
from credentials.rights.glob import STAR
from credentials.rights.recipes.recipe import Recipe
from credentials.rights.recipes.recipe_lists import RECIPES

_LONGEST: Final = 300
_MOST_WORDS: Final = 10
_MOST_STEPS: Final = 5_000
_PARAMETER: Final = re.compile(r"\{[^/]*\}")
_CALL: Final = re.compile(r"(?:(get|post|put|patch|delete)\s+)?(/\S*|https?://\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The best ``operations`` of ``total``, and the recipes that fit. ``hidden``: how many more
    there are among deprecated ones."""

    operations: tuple[Operation, ...] = ()
    total: int = 0
    hidden: int = 0
    recipes: tuple[Recipe, ...] = ()


def search(
    catalogue: Catalogue, typed: str, *, most: int = 50, with_deprecated: bool = False
) -> SearchResults:
    """What is meant by the text, the best first; nothing typed finds nothing.

    A path may be a real one, a rule's or a template's, whole or begun, with its method or without.
    """
    text = typed[:_LONGEST].strip()
    selection = _Selection(most, with_deprecated)
    if call := _CALL.fullmatch(text):
        hits = selection.of(_on_path(catalogue, call), catalogue.operations, catalogue.deprecated)
        if hits.total or hits.hidden:
            return hits
    index = catalogue.derived(Index)
    hits = selection.of(_with_words(index, text), index.ranked, index.deprecated)
    return replace(hits, recipes=recipes(text))


def recipes(typed: str) -> tuple[Recipe, ...]:
    """The recipes that have every word of the text, those that are called so first.

    A letter alone begins too many words and counts for nothing.
    """
    words = search_words.in_text(typed[:_LONGEST])
    long_words = [word for word in words if len(word) > 1][:_MOST_WORDS]
    if not long_words:
        return ()
    matching = [slug for slug, text in _recipe_words().items() if _has_every_word(text, long_words)]
    called = [slug for slug in matching if _has_every_word(search_words.in_text(slug), long_words)]
    return tuple(RECIPES[slug] for slug in dict.fromkeys((*called, *matching)))


@dataclass(frozen=True, slots=True)
class _Selection:
    """How many operations are wanted, and which."""

    most: int
    with_deprecated: bool

    def of(
        self, tiers: Sequence[int], operations: Sequence[Operation], deprecated: int
    ) -> SearchResults:
        """The first ones of the sets, of which the last holds the others."""
        widest = tiers[-1]
        shown = widest if self.with_deprecated else widest & ~deprecated
        chosen: list[int] = []
        remaining = shown
        for tier in tiers:
            chosen += numbers(tier & remaining, most=self.most - len(chosen))
            remaining &= ~tier
        hidden = widest.bit_count() - shown.bit_count()
        return SearchResults(
            tuple(operations[number] for number in chosen), shown.bit_count(), hidden
        )


def _with_words(index: Index, text: str) -> Sequence[int]:
    if ":" in text:
        return [index.actions.begun(text.lower())]
    words = search_words.in_text(text)[:_MOST_WORDS]
    return index.tiers(words) if words else [0]


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
    method_bits = catalogue.with_methods(*([Method(method.upper())] if method else Method))
    return [bits & method_bits for bits in (exact, further, reached, begun)]


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
    return _PARAMETER.sub(STAR, rule_path(path))


def _reached(catalogue: Catalogue, path: str) -> int:
    try:
        return catalogue.tree.reached(path, most_steps=_MOST_STEPS).meant
    except TooManySteps:
        return 0


@cache
def _recipe_words() -> dict[str, frozenset[str]]:
    """The words of every recipe, by its slug; its names also as one word: ``certmanager``."""
    return {recipe.slug: frozenset(_words_of(recipe)) for recipe in RECIPES.values()}


def _words_of(recipe: Recipe) -> Iterator[str]:
    names = (recipe.slug, str(recipe.name), *recipe.aliases)
    text = " ".join((*names, str(recipe.variant), str(recipe.summary), recipe.source.repository))
    yield from search_words.in_text(text)
    for name in names:
        yield "".join(search_words.in_text(name))


def _has_every_word(known: Iterable[str], words: Sequence[str]) -> bool:
    """Whether every wanted word begins a known one."""
    return all(any(word.startswith(start) for word in known) for start in words)
