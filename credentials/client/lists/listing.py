"""Reading a whole list with as few calls as the endpoint allows, and losing nothing of it.

The ladder (api 6): pages of whole objects; else the ids and fifty of them a call; else the ids
and one call each. What a rung fails to tell, the next one is asked for.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import Generic

from credentials.client.call import get
from credentials.client.caller import Caller
from credentials.client.errand import Errand
from credentials.client.limits import Strategy
from credentials.client.lists.batches import Batches
from credentials.client.lists.ladder import Ladder
from credentials.client.lists.pages import Page, Pages
from credentials.client.lists.reading import Reading
from credentials.client.lists.shelves import K, Read, Shelf, T
from credentials.client.lists.singles import Singles
from credentials.errors import TimedOut
from credentials.sentences import gettext_noop, say


class Listing(Generic[K, T]):
    """A list being read. Its first call is made at once and may raise ``ApiError``.

    Iterate it once: a ``Read`` for each thing, in no order, as it comes. What cannot be read
    comes with its error; what vanished between list and read, with ``NotFound``. Iteration
    raises ``ApiError`` when no more can be read at all. ``close`` stops the calls, and so does
    leaving the loop. Pages cannot show that one thing went and another came between two of them.
    """

    def __init__(self, caller: Caller, shelf: Shelf[K, T]) -> None:
        limits = caller.limits
        ladder = Ladder(caller.endpoint.api_root, shelf.path, strategies=limits.strategies)
        self._errand = Errand(limits.listing_deadline, is_bulk=True)
        self._reading = Reading(caller, shelf, self._errand, ladder)
        self._page: Page[K, T] | None = None
        self._ids: tuple[K, ...] | None = None
        if ladder.allows(Strategy.PAGES):
            self._page, self._ids = Pages(self._reading).first()
        if self._page is None and self._ids is None:
            self._ids = self._ask_ids()
        self._reads = self._in_time()

    @property
    def total(self) -> int:
        """How many things there are, as far as OVHcloud has told."""
        if self._ids is not None:
            return len(self._ids)
        return (self._page.total or len(self._page.reads)) if self._page else 0

    def __iter__(self) -> Iterator[Read[K, T]]:
        return self._reads

    def close(self) -> None:
        """Nothing more is asked; whatever sleeps between two calls wakes and ends.

        Another thread may be iterating meanwhile: its loop ends soon, with ``Abandoned``.
        """
        self._errand.call_off()
        # Python does not close a generator that another thread is inside of.
        with suppress(ValueError):
            self._reads.close()

    def _in_time(self) -> Generator[Read[K, T], None, None]:
        try:
            for count, read in enumerate(self._everything()):
                if self._errand.remaining() <= 0:
                    raise self._too_slow(count)
                yield read
        finally:
            self._errand.call_off()

    def _everything(self) -> Iterator[Read[K, T]]:
        seen: set[K] = set()
        if self._page is not None:
            is_complete = yield from Pages(self._reading).rest(self._page, seen)
            if is_complete:
                return
            self._ids = tuple(dict.fromkeys((*seen, *self._ask_ids())))
        yield from self._by_id([key for key in self._ids or () if key not in seen])

    def _by_id(self, keys: list[K]) -> Iterator[Read[K, T]]:
        told: set[K] = set()
        if len(keys) > 1 and self._reading.ladder.allows(Strategy.BATCH):
            for read in Batches(self._reading).read(keys):
                told.add(read.id)
                yield read
        yield from Singles(self._reading).read([key for key in keys if key not in told])

    def _ask_ids(self) -> tuple[K, ...]:
        shelf = self._reading.shelf
        return self._reading.caller.read(
            get(shelf.path, query=shelf.query), shelf.ids, self._errand
        )

    def _too_slow(self, count: int) -> TimedOut:
        template = gettext_noop(
            "The list was not read within %(seconds)d seconds: %(count)d of %(total)d were."
        )
        return TimedOut(
            say(template, seconds=self._errand.seconds, count=count, total=self.total),
            method="GET",
            path=self._reading.shelf.path,
        )
