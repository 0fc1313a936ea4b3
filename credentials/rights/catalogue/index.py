"""The words of a catalogue's operations, each with the set of operations that have it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Final

from credentials.rights.catalogue import search_words
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.operation import Operation
from credentials.rights.catalogue.tree import mask

#: Products in the order people look for them; the others follow.
_FAMILIAR: Final = (
    "domain", "dedicated", "vps", "cloud", "me", "ip", "iam", "hosting", "email", "vrack",
    "ipLoadbalancing", "sms",
)  # fmt: skip
_LAST: Final = "\uffff"


class Index:
    """Here bit ``n`` stands for the ``n``-th of ``ranked``, whose order is the one in which
    equally good finds are listed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.ranked: Sequence[Operation] = sorted(catalogue.operations, key=_rank)
        named, tail, used, actions = _WordNumbers(), _WordNumbers(), _WordNumbers(), _WordNumbers()
        for number, operation in enumerate(self.ranked):
            path = search_words.of_path(operation)
            named.note(path, number)
            tail.note(search_words.of_tail(operation), number)
            used.note(search_words.of_use(operation) - path, number)
            used.note(search_words.in_text(operation.description), number)
            actions.note({action.lower() for action in operation.actions}, number)
        self._named, self._tail, self._used = WordSets(named), WordSets(tail), WordSets(used)
        self.actions = WordSets(actions)
        self.deprecated = mask(
            n for n, operation in enumerate(self.ranked) if operation.is_deprecated
        )

    def tiers(self, typed: Sequence[str]) -> list[int]:
        """Sets of operations that have every word, the best first, each within the last."""
        named = [self._named.whole(word) for word in typed]
        used = [self._used.whole(word) for word in typed]
        begun = [self._named.begun(word) for word in typed]
        about = self._union(self._tail.whole, typed)
        exact = reduce(and_, named)
        close = reduce(and_, map(or_, named, used))
        path = reduce(and_, begun)
        wide = reduce(and_, map(or_, begun, map(self._used.begun, typed)))
        ends = self._union(self._tail.begun, typed)
        some = reduce(or_, named)
        tiers = [exact & about, close & about, path & ends, exact, close & some, close, path]
        return [*tiers, wide or self._inside(typed)]

    def _union(self, find: Callable[[str], int], typed: Sequence[str]) -> int:
        return reduce(or_, map(find, typed))

    def _inside(self, typed: Sequence[str]) -> int:
        """The operations with words that hold the typed ones somewhere."""
        return reduce(and_, [self._named.inside(word) | self._used.inside(word) for word in typed])


class _WordNumbers(dict[str, list[int]]):
    """Numbers of operations by word."""

    def note(self, words: Iterable[str], number: int) -> None:
        for word in words:
            self.setdefault(word, []).append(number)


class WordSets:
    """Words in order, each with its set."""

    def __init__(self, places: dict[str, list[int]]) -> None:
        self._sets = {word: mask(places[word]) for word in sorted(places)}
        self._order = list(self._sets)

    def whole(self, word: str) -> int:
        """What has exactly this word."""
        return self._sets.get(word, 0)

    def begun(self, start: str) -> int:
        """What has a word that begins so."""
        first = bisect_left(self._order, start)
        last = bisect_left(self._order, start + _LAST, lo=first)
        return self._union(self._order[first:last])

    def inside(self, text: str) -> int:
        """What has a word with this text in it."""
        return self._union(word for word in self._order if text in word)

    def _union(self, chosen: Iterable[str]) -> int:
        return reduce(or_, map(self._sets.__getitem__, chosen), 0)


def _rank(operation: Operation) -> tuple[bool, int, int, str, int]:
    """Shallow paths of well-known products first, reading before writing."""
    product = operation.segments[0]
    place = _FAMILIAR.index(product) if product in _FAMILIAR else len(_FAMILIAR)
    depth = len(operation.segments)
    return operation.is_deprecated, depth, place, operation.path, operation.method != "GET"
