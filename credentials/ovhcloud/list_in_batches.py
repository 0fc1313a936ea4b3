"""A long list, read in a thread of its own and handed on in batches.

Reading a list may mean minutes of waiting for OVHcloud. A batch comes at least every second, even
an empty one, so that whoever reads can store what has come and show that the work goes on. Where
storing is slower than reading, reading waits: what is read and not yet taken does not pile up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Semaphore
from typing import Final, TypeVar

from credentials.ovhcloud.client.lists.listing import Listing
from credentials.ovhcloud.client.lists.routes import ListItem

K = TypeVar("K", int, str)
T = TypeVar("T")

_MOST: Final = 500
#: So many objects are read ahead of whoever takes them.
_AHEAD: Final = 2 * _MOST
_PATIENCE: Final = 1.0


def list_in_batches(
    open_list: Callable[[], Listing[K, T]],
) -> Generator[tuple[list[ListItem[K, T]], int], None, None]:
    """What has come since the last batch, and how many objects the list has (0: not known yet).

    Raises the ``ApiError`` that ended the reading, after everything that came before it.
    """
    arrived: SimpleQueue[ListItem[K, T] | None] = SimpleQueue()
    opened: list[Listing[K, T]] = []
    room, is_left = Semaphore(_AHEAD), Event()

    def read() -> None:
        opened.append(open_list())
        for item in opened[0]:
            room.acquire()
            if is_left.is_set():
                return
            arrived.put(item)

    pool = ThreadPoolExecutor(1, thread_name_prefix="keydesk-list")
    reading = pool.submit(read)
    reading.add_done_callback(lambda _: arrived.put(None))
    try:
        is_over = False
        while not is_over:
            reads, is_over = _next_batch(arrived)
            yield reads, opened[0].total if opened else 0
            if reads:
                room.release(len(reads))
        reading.result()
    finally:
        is_left.set()
        _cancel(opened)
        room.release()
        wait([reading], timeout=_PATIENCE)
        pool.shutdown(wait=False)


def _next_batch(arrived: SimpleQueue[ListItem[K, T] | None]) -> tuple[list[ListItem[K, T]], bool]:
    """What comes within a second, and whether it was the last."""
    reads: list[ListItem[K, T]] = []
    until = time.monotonic() + _PATIENCE
    with suppress(Empty):
        while len(reads) < _MOST:
            read = arrived.get(timeout=max(until - time.monotonic(), 0))
            if read is None:
                return reads, True
            reads.append(read)
    return reads, False


def _cancel(opened: Sequence[Listing[K, T]]) -> None:
    for listing in opened:
        # The reading thread may be inside the listing: then cancelling is all there is to do.
        with suppress(ValueError):
            listing.close()
