"""The rows a page at a time: a form with a thousand of them is no form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard.rights_builder.rows import Row, words_of

PAGE = 120


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page to go to; ``has_problem``: something is wrong with a row on it."""

    number: int
    is_current: bool
    has_problem: bool


class RowsPage:
    """``number`` is the page that is asked for, from 1. Rows that came along with a form unseen
    stay unseen, wherever the page would part the rows."""

    def __init__(self, every_row: Sequence[Row], number: int) -> None:
        self._rows = every_row
        self.number = min(max(number, 1), max(-(-len(every_row) // PAGE), 1))

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The rows of this page; a blank one where there is none at all."""
        return self._rows[self._start : self._end] or (Row(),)

    @property
    def total(self) -> int:
        """The number of rows the form counts, holes included."""
        return max(row.place for row in self.rows) + 1

    @property
    def before(self) -> str:
        """The rows of the pages before, one a line."""
        return "\n".join(words_of(self._rows[: self._start]))

    @property
    def after(self) -> str:
        """The rows of the pages after, one a line."""
        return "\n".join(words_of(self._rows[self._end :]))

    @property
    def links(self) -> list[PageLink]:
        """Every page, where there are several."""
        starts = range(0, len(self._rows), PAGE)
        pages = [self._rows[start : start + PAGE] for start in starts]
        return [
            PageLink(number, number == self.number, any(row.problem for row in page))
            for number, page in enumerate(pages, 1)
            if len(pages) > 1
        ]

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1."""
        return self._start + 1

    @property
    def last(self) -> int:
        return min(self._end, len(self._rows))

    @property
    def count(self) -> int:
        return len(self._rows)

    @cached_property
    def _start(self) -> int:
        """Where the rows begin that are shown."""
        if self._carries:
            return next((at for at, row in enumerate(self._rows) if not row.is_elsewhere), 0)
        return (self.number - 1) * PAGE

    @cached_property
    def _end(self) -> int:
        if self._carries:
            return self._start + sum(not row.is_elsewhere for row in self._rows)
        return self._start + PAGE

    @cached_property
    def _carries(self) -> bool:
        """Whether rows came along with the form, so that it says itself what it shows."""
        shown = sum(not row.is_elsewhere for row in self._rows)
        return 0 < shown < len(self._rows)
