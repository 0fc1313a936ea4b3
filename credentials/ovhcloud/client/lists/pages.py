"""``Strategy.PAGES``: whole objects, a page at a time (api 6.2).

A reading that goes on leaves out the pages whose objects it knows: the ids, in their order, say
which those are. What else is on a page than they say is taken all the same.
"""

from __future__ import annotations

from collections.abc import Container, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic

from credentials.core import ApiError, Method
from credentials.ovhcloud.client.api_session import Answer
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.fields import WrongShape, fields_of
from credentials.ovhcloud.client.limits import Strategy
from credentials.ovhcloud.client.lists.context import FAILS_EVERY_STRATEGY, ListingContext
from credentials.ovhcloud.client.lists.parallel import in_parallel
from credentials.ovhcloud.client.lists.routes import K, ListItem, T

#: A page is many objects: few are in flight, so that memory does not grow with the list.
_IN_FLIGHT: Final = 4
_MODE: Final = {"X-Pagination-Mode": "CachedObjectList-Pages"}
# The first page bypasses the server's cache, which may show what was deleted since. The others
# come from what it caches then: one state of the list, and little work for the server. Should the
# pages be of different ages all the same, their totals differ as soon as anything came or went.
_BYPASS_CACHE: Final = {"Pragma": "no-cache"}


@dataclass(frozen=True, slots=True)
class Page(Generic[K, T]):
    """The objects of one page, the whole list's length (``None``: not known) and the page size."""

    reads: tuple[ListItem[K, T], ...]
    total: int | None
    size: int

    @property
    def further(self) -> range:
        """The numbers of the pages after this one, the first."""
        if self.total is None or not self.reads:
            return range(0)
        return range(2, -(-self.total // self.size) + 1)


@dataclass(frozen=True, slots=True)
class Pages(Generic[K, T]):
    """Reads one list by pages; ``headers`` narrow it."""

    context: ListingContext[K, T]
    headers: Mapping[str, str] = field(default_factory=dict)

    def first(self) -> tuple[Page[K, T] | None, tuple[K, ...] | None]:
        """The first page; or, where pages are not known, the ids that came instead, if any did.

        Raises the ``ApiError`` that any other strategy would meet.
        """
        try:
            answer = self._ask(1, is_fresh=True)
        except FAILS_EVERY_STRATEGY:
            raise
        except ApiError:
            # One object that cannot be read may spoil its page, and what is refused may be that.
            return None, None
        try:
            page = self._page(answer)
        except WrongShape:
            ids = self._ids(answer)
            if ids:
                self.context.memory.note(Strategy.PAGES, works=False)
            return None, ids
        if page.reads:
            self.context.memory.note(Strategy.PAGES, works=True)
        return page, None

    def rest(self, first: Page[K, T], seen: set[K]) -> Generator[ListItem[K, T], None, bool]:
        """Everything on the pages, each thing once, ids into ``seen``.

        Returns whether that is certainly all: every page came, all with the same total, and so
        many things were on them.
        """
        totals = {first.total}
        yield from _new(first, seen)
        workers = min(self.context.workers, _IN_FLIGHT)
        for page in in_parallel(self._page_of, first.further, workers=workers):
            if page is None or not page.reads:
                return False
            totals.add(page.total)
            yield from _new(page, seen)
        return totals == {len(seen)}

    def unknown(self, ids: Sequence[K], known: Container[K]) -> Iterator[ListItem[K, T]]:
        """What is on the pages of these ids that hold one that is not known; perhaps not all."""
        size = self.context.session.limits.page_size
        starts = range(0, len(ids), size)
        numbers = [
            start // size + 1
            for start in starts
            if any(key not in known for key in ids[start : start + size])
        ]
        for number in numbers[:1]:
            page = self._page_of(number, is_fresh=True)
            yield from page.reads if page else ()
            if page is None or page.size != size:
                return
        workers = min(self.context.workers, _IN_FLIGHT)
        for page in in_parallel(self._page_of, numbers[1:], workers=workers):
            yield from page.reads if page else ()

    def _ask(self, number: int, *, is_fresh: bool) -> Answer:
        """One page; a fresh one bypasses the server's cache."""
        route, limits = self.context.route, self.context.session.limits
        headers = {
            **_MODE,
            **self.headers,
            **(_BYPASS_CACHE if is_fresh else {}),
            "X-Pagination-Number": str(number),
            "X-Pagination-Size": str(limits.page_size),
        }
        call = Call(Method.GET, route.path, query=route.query, headers=headers)
        return self.context.session.ask(call, self.context.deadline)

    def _page_of(self, number: int, *, is_fresh: bool = False) -> Page[K, T] | None:
        """A further page; ``None`` when it cannot be had."""
        try:
            return self._page(self._ask(number, is_fresh=is_fresh))
        except (ApiError, WrongShape):
            return None

    def _page(self, answer: Answer) -> Page[K, T]:
        """The page in an answer. Raises ``WrongShape`` when it is a list of ids, or no list."""
        items = _elements(answer.value)
        total = _count(answer.headers, "X-Pagination-Elements")
        if total is None and not items:
            total = 0
        page_size = self.context.session.limits.page_size
        size = _count(answer.headers, "X-Pagination-Size") or page_size
        if total is not None and 0 < len(items) < min(size, total):
            # A server that gives fewer than it says gives that many a page.
            size = len(items)
        reads = tuple(read for item in items for read in self._readable(item))
        return Page(reads, total, size)

    def _readable(self, item: object) -> Iterator[ListItem[K, T]]:
        """One that cannot be read is left out: it will be missed, and asked for by itself."""
        try:
            yield self.context.route.read(fields_of(item))
        except WrongShape:
            return

    def _ids(self, answer: Answer) -> tuple[K, ...] | None:
        try:
            return self.context.route.ids(answer.value)
        except WrongShape:
            return None


def _elements(value: object) -> list[object]:
    """What is on a page: objects, and perhaps some that are null. Raises ``WrongShape``."""
    if not isinstance(value, list) or (value and not any(isinstance(item, dict) for item in value)):
        raise WrongShape
    return value


def _new(page: Page[K, T], seen: set[K]) -> Iterator[ListItem[K, T]]:
    for read in page.reads:
        if read.id not in seen:
            seen.add(read.id)
            yield read


def _count(headers: Mapping[str, str], name: str) -> int | None:
    text = (headers.get(name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
