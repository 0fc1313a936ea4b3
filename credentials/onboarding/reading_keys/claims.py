"""Which places of a line are taken or said, so that the rest is not dropped without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from credentials.core import gettext_noop, say
from credentials.onboarding.reading_keys import shapes
from credentials.onboarding.reading_keys.candidates import Leftover
from credentials.onboarding.reading_keys.values import Value

_UNNAMED: Final = gettext_noop("This looks like a key, and nothing here says which one it is.")


class Claims:
    """The places of the line that is read now."""

    def __init__(self) -> None:
        self._places: list[tuple[int, int]] = []

    def add(self, value: Value) -> None:
        """What is in this place is taken, or said."""
        self._places.append((value.start, value.end))

    def rest_of(self, line: str, number: int) -> Iterator[Leftover]:
        """What looks like a key in the line and is not claimed; the next line begins anew."""
        places, self._places = sorted(self._places, reverse=True), []
        reach = 0
        for match in shapes.keys_in(line):
            while places and places[-1][0] <= match.start():
                reach = max(reach, places.pop()[1])
            if match.start() >= reach:
                yield unnamed(number, match.start(), "")


def unnamed_in(name: str, places: Iterable[tuple[int, Value]]) -> Iterator[Leftover]:
    """Those values, each with its line, that look like keys."""
    for line, value in places:
        if any(shapes.keys_in(value.text)):
            yield unnamed(line, value.start, name)


def unnamed(line: int, start: int, name: str) -> Leftover:
    """Something at ``start`` (from 0) that looks like a key and has no name."""
    return Leftover(line, start + 1, name, say(_UNNAMED))
