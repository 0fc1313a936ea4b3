"""``Strategy.FILTER``: the objects that fit a filter of the server's, by pages (api 6.2).

Nobody has said that customers may filter. An answer is believed where it holds what it must hold,
and nothing that does not fit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from credentials.ovhcloud.client.limits import Strategy
from credentials.ovhcloud.client.lists.context import ListingContext
from credentials.ovhcloud.client.lists.pages import Page, Pages
from credentials.ovhcloud.client.lists.routes import K, ListItem

_T = TypeVar("_T")


def filtered(
    context: ListingContext[K, _T], clause: str, *, fits: Callable[[_T], bool], expected: K
) -> list[ListItem[K, _T]] | None:
    """Everything that ``clause`` lets through; None where the endpoint does not answer that.

    ``expected`` is an object that must be among it. Raises ``ApiError``.
    """
    if not context.memory.allows(Strategy.FILTER):
        return None
    pages = Pages(context, {"X-Pagination-Filter": clause})
    first, _ids = pages.first()
    reads = _all(pages, first) if first and _is_filtered(first, fits) else None
    is_believed = reads is not None and any(read.id == expected for read in reads)
    context.memory.note(Strategy.FILTER, works=is_believed)
    return reads if is_believed else None


def _is_filtered(page: Page[K, _T], fits: Callable[[_T], bool]) -> bool:
    return all(read.value is not None and fits(read.value) for read in page.reads)


def _all(pages: Pages[K, _T], first: Page[K, _T]) -> list[ListItem[K, _T]] | None:
    """What is on all pages; None where something may be missing."""
    reads: list[ListItem[K, _T]] = []
    rest = pages.rest(first, set())
    while True:
        try:
            reads.append(next(rest))
        except StopIteration as end:
            return reads if end.value else None
