"""The second rung: fifty ids a call (api 6.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic

from credentials.client.call import Call
from credentials.client.caller import Answer
from credentials.client.fields import WrongShape
from credentials.client.limits import Strategy
from credentials.client.lists.parallel import in_parallel
from credentials.client.lists.reading import HOPELESS, Reading
from credentials.client.lists.shelves import K, Read, T
from credentials.enums import Method
from credentials.errors import ApiError, BadRequest, NotFound

_SEPARATOR: Final = ","
_HEADERS: Final = {"X-Ovh-Batch": _SEPARATOR}


@dataclass(frozen=True, slots=True)
class Batches(Generic[K, T]):
    """The rung of batches, for one reading."""

    reading: Reading[K, T]

    def read(self, keys: Sequence[K]) -> Iterator[Read[K, T]]:
        """What batches tell of ``keys``; perhaps not of all, perhaps of none."""
        size = self.reading.caller.limits.batch_size
        chunks = [keys[start : start + size] for start in range(0, len(keys), size)]
        if chunks and not self.reading.ladder.is_proven(Strategy.BATCH):
            # One goes ahead: where batches are unknown, a single call is wasted.
            is_known, reads = self._try(chunks.pop(0))
            if not is_known:
                return
            yield from reads
        for reads in in_parallel(self._told, chunks, workers=self.reading.workers):
            yield from reads

    def _try(self, keys: Sequence[K]) -> tuple[bool, list[Read[K, T]]]:
        """Whether the endpoint knows batches, and what it told of ``keys``."""
        try:
            reads = self._ask(keys)
        except (BadRequest, NotFound, WrongShape):
            self.reading.ladder.note(Strategy.BATCH, works=False)
            return False, []
        except HOPELESS:
            raise
        except ApiError:
            return True, []
        self.reading.ladder.note(Strategy.BATCH, works=True)
        return True, reads

    def _told(self, keys: Sequence[K]) -> list[Read[K, T]]:
        """What one batch told; nothing when it failed, for its things are then asked for singly."""
        try:
            return self._ask(keys)
        except HOPELESS:
            raise
        except (ApiError, WrongShape):
            return []

    def _ask(self, keys: Sequence[K]) -> list[Read[K, T]]:
        call = self._call(keys)
        answer = self.reading.caller.ask(call, self.reading.errand)
        items = answer.value
        if not isinstance(items, list) or not any(_is_wrapper(item) for item in items):
            raise WrongShape
        asked = set(keys)
        reads = [read for item in items for read in self._element(item, answer, call)]
        return list({read.id: read for read in reads if read.id in asked}.values())

    def _call(self, keys: Sequence[K]) -> Call:
        path = self.reading.shelf.path
        return Call(
            Method.GET,
            f"{path}/{_SEPARATOR.join(str(key) for key in keys)}",
            headers=_HEADERS,
            shown=f"{path}/({len(keys)} ids)",
        )

    def _element(self, item: object, answer: Answer, call: Call) -> Iterator[Read[K, T]]:
        """One wrapper. Only ``value`` is certain; ``key`` and ``error`` are likely (api 6.1).

        Of the errors "not found" alone is taken at its word; to learn any other cause, the thing
        is asked for by itself.
        """
        try:
            match item:
                case {"value": dict(value)}:
                    yield self.reading.shelf.read(value)
                case {"key": key, "error": dict(body)}:
                    error = self.reading.caller.error_of(answer, call, body)
                    if isinstance(error, NotFound):
                        yield Read(self.reading.shelf.id_of(key), error=error)
        except WrongShape:
            return


def _is_wrapper(item: object) -> bool:
    return isinstance(item, dict) and ("value" in item or "error" in item)
