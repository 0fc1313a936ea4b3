"""Work in several threads, results as they come, never far ahead of who takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue
from typing import TypeVar

_In = TypeVar("_In")
_Out = TypeVar("_Out")


def in_parallel(
    work: Callable[[_In], _Out], items: Sequence[_In], *, workers: int
) -> Iterator[_Out]:
    """``work`` for every item, in any order; the first exception ends it.

    At most twice as many items as workers are under way or waiting to be taken. Closing the
    iterator drops what has not begun.
    """
    if len(items) <= 1 or workers <= 1:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(min(workers, len(items)), thread_name_prefix="keydesk-client")
    try:
        yield from _taken(pool, work, items, width=workers * 2)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _taken(
    pool: ThreadPoolExecutor, work: Callable[[_In], _Out], items: Sequence[_In], *, width: int
) -> Iterator[_Out]:
    done: SimpleQueue[Future[_Out]] = SimpleQueue()
    feed = iter(items)
    for item in islice(feed, width):
        pool.submit(work, item).add_done_callback(done.put)
    for _ in items:
        yield done.get().result()
        for item in islice(feed, 1):
            pool.submit(work, item).add_done_callback(done.put)
