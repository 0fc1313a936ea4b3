"""Long rows of things, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_T = TypeVar("_T")


def in_batches(values: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """The values in their order, ``size`` at a time; the last list may be shorter, none is empty.

    No more than one batch is read ahead.
    """
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch
