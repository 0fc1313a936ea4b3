"""The last rung: one call for each thing, several in flight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic

from credentials.client.lists.parallel import in_parallel
from credentials.client.lists.reading import HOPELESS, Reading
from credentials.client.lists.shelves import K, Read, T
from credentials.errors import ApiError, NotFound

#: So many failures on end, and the fault is not with single things.
_MOST_FAILURES: Final = 25


@dataclass(frozen=True, slots=True)
class Singles(Generic[K, T]):
    """The rung of single reads, for one reading."""

    reading: Reading[K, T]

    def read(self, keys: Sequence[K]) -> Iterator[Read[K, T]]:
        """Every one of ``keys``, with its error where it cannot be read.

        Raises ``ApiError`` when nothing more can be read at all.
        """
        failures = 0
        for read in in_parallel(self._one, keys, workers=self.reading.workers):
            is_failure = read.error is not None and not isinstance(read.error, NotFound)
            failures = failures + 1 if is_failure else 0
            if read.error is not None and failures >= _MOST_FAILURES:
                raise read.error
            yield read

    def _one(self, key: K) -> Read[K, T]:
        shelf = self.reading.shelf
        try:
            return self.reading.caller.read(
                shelf.one(key), partial(shelf.the_one, key), self.reading.errand
            )
        except HOPELESS:
            raise
        except ApiError as error:
            return Read(key, error=error)
