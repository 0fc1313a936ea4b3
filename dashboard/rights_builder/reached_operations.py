"""The operations that rules reach, by product, a page of them at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from credentials.core import Sentence
from credentials.rights import Operation, Reach

PAGE = 120


@dataclass(frozen=True, slots=True)
class ReachedProduct:
    """The operations of one product that stand on the page; ``total`` counts all of them."""

    name: Sentence
    total: int
    operations: tuple[Operation, ...]


class ReachedOperations:
    """``number`` is the page that is asked for, from 1; ``is_open`` says that one was."""

    def __init__(self, reached: Reach, number: int) -> None:
        self._reach = reached
        self.is_open = number > 0
        self.number = min(max(number, 1), self.pages)

    @property
    def total(self) -> int:
        return len(self._reach)

    @property
    def pages(self) -> int:
        return max(-(-self.total // PAGE), 1)

    @property
    def before(self) -> int:
        """The number of the page before; 0: none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The number of the page after; 0: none."""
        return self.number + 1 if self.number < self.pages else 0

    @property
    def deprecated(self) -> int:
        return self._reach.deprecated

    @cached_property
    def products(self) -> list[ReachedProduct]:
        """The products on the page, those with the most operations first."""
        return list(self._on_page())

    def _on_page(self) -> Iterator[ReachedProduct]:
        start = (self.number - 1) * PAGE
        end = start + PAGE
        for product in self._reach.by_product:
            if start < product.total and end > 0:
                every = self._reach.operations(product=product.key, most=end)
                shown = tuple(islice(every, max(start, 0), end))
                yield ReachedProduct(product.name, product.total, shown)
            start, end = start - product.total, end - product.total
