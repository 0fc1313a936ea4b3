"""``Strategy.BATCH``: fifty ids a call (api 6.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic

from credentials.core import ApiError, BadRequest, Method, NotFound
from credentials.ovhcloud.client.api_session import Answer
from credentials.ovhcloud.client.call import Call
from credentials.ovhcloud.client.fields import WrongShape
from credentials.ovhcloud.client.limits import Strategy
from credentials.ovhcloud.client.lists.context import ListingContext
from credentials.ovhcloud.client.lists.parallel import in_parallel
from credentials.ovhcloud.client.lists.routes import K, ListItem, T

_SEPARATOR: Final = ","
#: After so many refusals in a row batches are not known.
_REFUSED_AS_SUCH: Final = 2
_HEADERS: Final = {"X-Ovh-Batch": _SEPARATOR}


@dataclass(frozen=True, slots=True)
class Batches(Generic[K, T]):
    """Reads one list by batches."""

    context: ListingContext[K, T]

    def read(self, keys: Sequence[K]) -> Iterator[ListItem[K, T]]:
        """What batches answer for ``keys``; perhaps not for all, perhaps for none."""
        size = self.context.session.limits.batch_size
        chunks = [keys[start : start + size] for start in range(0, len(keys), size)]
        refused = 0
        while chunks and not self.context.memory.is_proven(Strategy.BATCH):
            # The first batches go alone: where they are unknown, two calls are wasted. One may be
            # refused for what is in it.
            is_known, reads = self._try(chunks.pop(0))
            refused += not is_known
            if refused == _REFUSED_AS_SUCH:
                return self.context.memory.note(Strategy.BATCH, works=False)
            yield from reads
        for reads in in_parallel(self._answered, chunks, workers=self.context.workers):
            yield from reads

    def _try(self, keys: Sequence[K]) -> tuple[bool, list[ListItem[K, T]]]:
        """Whether the endpoint may know batches, and what it answered for ``keys``."""
        try:
            reads = self._ask(keys)
        except (BadRequest, NotFound, WrongShape):
            return False, []
        except ApiError:
            return True, []
        self.context.memory.note(Strategy.BATCH, works=True)
        return True, reads

    def _answered(self, keys: Sequence[K]) -> list[ListItem[K, T]]:
        """What one batch answered; nothing when it failed, and its objects are read singly."""
        try:
            return self._ask(keys)
        except (ApiError, WrongShape):
            return []

    def _ask(self, keys: Sequence[K]) -> list[ListItem[K, T]]:
        call = self._call(keys)
        answer = self.context.session.ask(call, self.context.deadline)
        items = answer.value
        if not isinstance(items, list) or not any(_is_wrapper(item) for item in items):
            raise WrongShape
        requested = set(keys)
        reads = [read for item in items for read in self._element(item, answer, call)]
        return list({read.id: read for read in reads if read.id in requested}.values())

    def _call(self, keys: Sequence[K]) -> Call:
        path = self.context.route.path
        return Call(
            Method.GET,
            f"{path}/{_SEPARATOR.join(str(key) for key in keys)}",
            headers=_HEADERS,
            shown=f"{path}/({len(keys)} ids)",
        )

    def _element(self, item: object, answer: Answer, call: Call) -> Iterator[ListItem[K, T]]:
        """One wrapper. Only ``value`` is certain; ``key`` and ``error`` are likely (api 6.1).

        Of the errors only "not found" is believed; to learn any other cause, the object is read
        by a single call.
        """
        try:
            match item:
                case {"value": dict(value)}:
                    yield self.context.route.read(value)
                case {"key": key, "error": dict(body)}:
                    error = self.context.session.error_of(answer, call, body)
                    if isinstance(error, NotFound):
                        yield ListItem(self.context.route.id_of(key), error=error)
        except WrongShape:
            return


def _is_wrapper(item: object) -> bool:
    return isinstance(item, dict) and ("value" in item or "error" in item)
