"""A long list, read in the background and taken in handfuls.

Reading a list may mean minutes of waiting for OVHcloud. Whoever takes the handfuls gets one at
least every second, were it empty: time to write down what has come, and to show signs of life.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from credentials.client import Listing, Read

K = TypeVar("K", int, str)
T = TypeVar("T")

_MOST: Final = 200
_PATIENCE: Final = 1.0


def handfuls(
    open_list: Callable[[], Listing[K, T]],
) -> Generator[tuple[list[Read[K, T]], int], None, None]:
    """What has come since the last handful, and how many things the list has (0: not known yet).

    Raises the ``ApiError`` that ended the reading, after everything that came before it.
    """
    arrived: SimpleQueue[Read[K, T] | None] = SimpleQueue()
    opened: list[Listing[K, T]] = []

    def read() -> None:
        opened.append(open_list())
        for found in opened[0]:
            arrived.put(found)

    pool = ThreadPoolExecutor(1, thread_name_prefix="keydesk-list")
    reading = pool.submit(read)
    reading.add_done_callback(lambda _: arrived.put(None))
    try:
        is_over = False
        while not is_over:
            reads, is_over = _take(arrived)
            yield reads, opened[0].total if opened else 0
        reading.result()
    finally:
        _call_off(opened)
        wait([reading], timeout=_PATIENCE)
        pool.shutdown(wait=False)


def _take(arrived: SimpleQueue[Read[K, T] | None]) -> tuple[list[Read[K, T]], bool]:
    """What comes within a second, and whether it was the last."""
    reads: list[Read[K, T]] = []
    until = time.monotonic() + _PATIENCE
    with suppress(Empty):
        while len(reads) < _MOST:
            read = arrived.get(timeout=max(until - time.monotonic(), 0))
            if read is None:
                return reads, True
            reads.append(read)
    return reads, False


def _call_off(opened: Sequence[Listing[K, T]]) -> None:
    for listing in opened:
        # The reading thread may be inside the listing: then calling off is all there is to do.
        with suppress(ValueError):
            listing.close()
