"""What a pasted text gave: its pieces that became rules, marked, and what was left of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from credentials import rights
from credentials.core import Sentence, scrub_pasted

_LONGEST_SHOWN = 20_000
_WORD = re.compile(r"(?<![\w/.:])[^\W\d_]{2,}(?![\w/.:])")
_FEW_WORDS = 3
_MOST_SAID = 12


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of the text, as it may be shown again; ``is_taken``: it gave rules, ``is_left``: it
    looked like a part of one and gave none."""

    text: str
    is_taken: bool = False
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class NotedPart:
    """A part of the text and what is said of it: why it is no rule, or what became of it."""

    text: str
    reason: Sentence


class PastedText:
    """A text that was read. Raises ``RuleError`` for far too much."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._reading = rights.read_rules(text)

    @property
    def count(self) -> int:
        """How many rules it gave."""
        return len(self._reading.rules)

    @cached_property
    def parts(self) -> list[TextPart]:
        return list(self._parts())

    @property
    def left(self) -> list[NotedPart]:
        """The first of what was left, those that looked like whole rules before others."""
        problems = {part.start for part in self._reading.problems}
        leftovers = sorted(self._reading.leftovers, key=lambda part: part.start not in problems)
        return [
            NotedPart(scrub_pasted(self._text[part.start : part.end])[:200], part.reason)
            for part in leftovers[:_MOST_SAID]
        ]

    @property
    def remarks(self) -> list[NotedPart]:
        """The first of what was taken and is not as it stands in the text, or to be looked at."""
        sentences = [
            (piece, sentence)
            for piece in self._reading.pieces
            for sentence in (*piece.changes, *piece.remarks)
        ]
        return [
            NotedPart(self._text[piece.start : piece.end][:200], sentence)
            for piece, sentence in sentences[:_MOST_SAID]
        ]

    @property
    def more_left(self) -> int:
        """How many more were left."""
        return max(len(self._reading.leftovers) - _MOST_SAID, 0)

    @property
    def says_more(self) -> bool:
        """Whether there is more in it than rules, so that it is worth a look what was taken."""
        outside = " ".join(part.text for part in self.parts if not part.is_taken)
        words = len(_WORD.findall(outside))
        reading = self._reading
        return bool(reading.leftovers or self.remarks or reading.blanks or words > _FEW_WORDS)

    def _parts(self) -> Iterator[TextPart]:
        """The text up to its longest, each piece and each leftover by itself."""
        at = 0
        spans = [(part.start, part.end, True) for part in self._reading.pieces]
        spans += [(part.start, part.end, False) for part in self._reading.leftovers]
        for start, end, is_taken in sorted(spans):
            if end > _LONGEST_SHOWN or start < at:
                continue
            yield TextPart(scrub_pasted(self._text[at:start]))
            text = self._text[start:end]
            yield TextPart(text if is_taken else scrub_pasted(text), is_taken, not is_taken)
            at = end
        yield TextPart(scrub_pasted(self._text[at:_LONGEST_SHOWN]))
