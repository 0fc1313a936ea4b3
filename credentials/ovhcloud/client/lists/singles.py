"""``Strategy.SINGLE``: one call for each object, several at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic

from credentials.core import ApiError, NotFound
from credentials.ovhcloud.client.lists.context import CALLER_REFUSED, ListingContext
from credentials.ovhcloud.client.lists.parallel import in_parallel
from credentials.ovhcloud.client.lists.routes import K, ListItem, T

#: After so many failures in a row the fault is not with single objects.
_MOST_FAILURES: Final = 25


@dataclass(frozen=True, slots=True)
class Singles(Generic[K, T]):
    """Reads one list by single calls."""

    context: ListingContext[K, T]

    def read(self, keys: Sequence[K]) -> Iterator[ListItem[K, T]]:
        """Every one of ``keys``, with its error where it cannot be read.

        Raises ``ApiError`` when nothing more can be read at all.
        """
        failures = 0
        for read in in_parallel(self._read_single, keys, workers=self.context.workers):
            is_failure = read.error is not None and not isinstance(read.error, NotFound)
            failures = failures + 1 if is_failure else 0
            if read.error is not None and failures >= _MOST_FAILURES:
                raise read.error
            yield read

    def _read_single(self, key: K) -> ListItem[K, T]:
        route = self.context.route
        try:
            return self.context.session.read(
                route.call_for(key), partial(route.read_requested, key), self.context.deadline
            )
        except CALLER_REFUSED as error:
            self.context.guard_caller()
            return ListItem(key, error=error)
        except ApiError as error:
            return ListItem(key, error=error)
