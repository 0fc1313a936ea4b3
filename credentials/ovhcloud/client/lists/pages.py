"""``Strategy.PAGES``: whole objects, a page at a time (api 6.2)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic

from credentials.core import ApiError, BadRequest, Method
from credentials.ovhcloud.client.api_session import Answer
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.fields import WrongShape, fields_of
from credentials.ovhcloud.client.limits import Strategy
from credentials.ovhcloud.client.lists.context import (
    CALLER_REFUSED,
    FAILS_EVERY_STRATEGY,
    ListingContext,
)
from credentials.ovhcloud.client.lists.parallel import in_parallel
from credentials.ovhcloud.client.lists.routes import K, ListItem, T

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
    """Reads one list by pages."""

    context: ListingContext[K, T]

    def first(self) -> tuple[Page[K, T] | None, tuple[K, ...] | None]:
        """The first page; or, where pages are not known, the ids that came instead, if any did.

        Raises the ``ApiError`` that any other strategy would meet.
        """
        try:
            answer = self._ask(1)
        except FAILS_EVERY_STRATEGY:
            raise
        except ApiError as error:
            # One object that cannot be read may spoil its page; only 400 is about the strategy.
            self._note(works=False if isinstance(error, BadRequest) else None)
            return None, None
        try:
            page = self._page(answer)
        except WrongShape:
            self._note(works=False)
            return None, self._ids(answer)
        self._note(works=True if page.reads else None)
        return page, None

    def rest(self, first: Page[K, T], seen: set[K]) -> Generator[ListItem[K, T], None, bool]:
        """Everything on the pages, each thing once, ids into ``seen``.

        Returns whether that is certainly all: every page came, all with the same total, and so
        many things were on them.
        """
        totals = {first.total}
        yield from _new(first, seen)
        numbers = first.further
        for page in in_parallel(self._page_of, numbers, workers=self.context.workers):
            if page is None or not page.reads:
                return False
            totals.add(page.total)
            yield from _new(page, seen)
        return totals == {len(seen)}

    def _ask(self, number: int) -> Answer:
        route, limits = self.context.route, self.context.session.limits
        headers = {
            **_MODE,
            **(_BYPASS_CACHE if number == 1 else {}),
            "X-Pagination-Number": str(number),
            "X-Pagination-Size": str(limits.page_size),
        }
        call = Call(Method.GET, route.path, query=route.query, headers=headers)
        return self.context.session.ask(call, self.context.deadline)

    def _page_of(self, number: int) -> Page[K, T] | None:
        """A further page; ``None`` when it cannot be had."""
        try:
            return self._page(self._ask(number))
        except CALLER_REFUSED:
            raise
        except (ApiError, WrongShape):
            return None

    def _page(self, answer: Answer) -> Page[K, T]:
        """The page in an answer. Raises ``WrongShape`` when it is a list of ids, or no list."""
        if not isinstance(answer.value, list):
            raise WrongShape
        items = [fields_of(item) for item in answer.value]
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

    def _readable(self, item: Mapping[str, object]) -> Iterator[ListItem[K, T]]:
        """One that cannot be read is left out: it will be missed, and asked for by itself."""
        try:
            yield self.context.route.read(item)
        except WrongShape:
            return

    def _ids(self, answer: Answer) -> tuple[K, ...] | None:
        try:
            return self.context.route.ids(answer.value)
        except WrongShape:
            return None

    def _note(self, *, works: bool | None) -> None:
        if works is not None:
            self.context.memory.note(Strategy.PAGES, works=works)


def _new(page: Page[K, T], seen: set[K]) -> Iterator[ListItem[K, T]]:
    for read in page.reads:
        if read.id not in seen:
            seen.add(read.id)
            yield read


def _count(headers: Mapping[str, str], name: str) -> int | None:
    text = (headers.get(name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
