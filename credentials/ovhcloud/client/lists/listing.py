"""Reading a whole list with as few calls as the endpoint allows, and losing nothing of it.

The strategies (api 6): pages of whole objects; else the ids and fifty of them a call; else the
ids and one call each. What one strategy leaves out, the next one is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
from contextlib import suppress
from typing import Generic

from credentials.core import TimedOut, coded, gettext_noop, say
from credentials.ovhcloud.client.api_session import ApiSession
from credentials.ovhcloud.client.call import get
from credentials.ovhcloud.client.limits import Strategy
from credentials.ovhcloud.client.lists.batches import Batches
from credentials.ovhcloud.client.lists.context import ListingContext
from credentials.ovhcloud.client.lists.pages import Page, Pages
from credentials.ovhcloud.client.lists.routes import K, ListItem, ListRoute, T
from credentials.ovhcloud.client.lists.singles import Singles

_LIST_TIMED_OUT = coded(
    "api.list-timed-out",
    gettext_noop("The list was not read within %(seconds)d seconds: %(count)d of %(total)d were."),
)


class Listing(Generic[K, T]):
    """A list being read. Its first call is made at once and may raise ``ApiError``.

    Iterate it once: a ``ListItem`` for each object, in no order, as it comes. What cannot be read
    comes with its error; what vanished between list and read, with ``NotFound``. Iteration
    raises ``ApiError`` when no more can be read at all. What has an id in ``known`` is left out
    where that saves calls. With ``ids`` these are read, and the list is not asked for. Without
    ``singly`` nothing is read by a call of its own: ``left`` are the ids left out. ``close``
    stops the calls, and so does leaving the loop. Pages cannot show that one object went and
    another came between two of them.
    """

    def __init__(
        self,
        session: ApiSession,
        route: ListRoute[K, T],
        *,
        known: Collection[K] = (),
        ids: tuple[K, ...] | None = None,
        singly: bool = True,
    ) -> None:
        self.left: tuple[K, ...] = ()
        self._is_singly = singly
        self._context = ListingContext.of(session, route)
        self._deadline, memory = self._context.deadline, self._context.memory
        self._known = known
        self._page: Page[K, T] | None = None
        self._ids = ids
        self._goes_on = bool(known) and ids is None and memory.allows(Strategy.PAGES)
        if ids is None and not known and memory.allows(Strategy.PAGES):
            self._page, self._ids = Pages(self._context).first()
        if self._page is None and self._ids is None:
            self._ids = self._ask_ids()
        self._reads = self._in_time()

    @property
    def total(self) -> int:
        """How many objects there are, as far as OVHcloud has said; 0 until then."""
        if self._ids is not None:
            return len(self._ids)
        return (self._page.total or len(self._page.reads)) if self._page else 0

    def __iter__(self) -> Iterator[ListItem[K, T]]:
        return self._reads

    def close(self) -> None:
        """Nothing more is asked; whatever sleeps between two calls wakes and ends.

        Another thread may be iterating meanwhile: its loop ends soon, with ``Cancelled``.
        """
        self._deadline.cancel()
        # Python does not close a generator that another thread is inside of.
        with suppress(ValueError):
            self._reads.close()

    def _in_time(self) -> Generator[ListItem[K, T], None, None]:
        try:
            for count, read in enumerate(self._everything()):
                if self._deadline.remaining() <= 0:
                    raise self._too_slow(count)
                yield read
        finally:
            self._deadline.cancel()

    def _everything(self) -> Iterator[ListItem[K, T]]:
        seen: set[K] = set()
        if self._page is not None:
            is_complete = yield from Pages(self._context).rest(self._page, seen)
            if is_complete:
                return
            self._ids = tuple(dict.fromkeys((*seen, *self._ask_ids())))
        elif self._goes_on:
            for read in Pages(self._context).unknown(self._ids or (), self._known):
                seen.add(read.id)
                yield read
        missing = (key for key in self._ids or () if key not in seen)
        yield from self._by_id([key for key in missing if key not in self._known])

    def _by_id(self, keys: list[K]) -> Iterator[ListItem[K, T]]:
        answered: set[K] = set()
        if len(keys) > 1 and self._context.memory.allows(Strategy.BATCH):
            for read in Batches(self._context).read(keys):
                answered.add(read.id)
                yield read
        missing = [key for key in keys if key not in answered]
        if self._is_singly:
            yield from Singles(self._context).read(missing)
        else:
            self.left = tuple(missing)

    def _ask_ids(self) -> tuple[K, ...]:
        route = self._context.route
        return self._context.session.read(
            get(route.path, query=route.query), route.ids, self._deadline
        )

    def _too_slow(self, count: int) -> TimedOut:
        template = _LIST_TIMED_OUT
        return TimedOut(
            say(template, seconds=self._deadline.seconds, count=count, total=self.total),
            method="GET",
            path=self._context.route.path,
        )
