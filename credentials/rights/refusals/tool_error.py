"""One thing that tools say by themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from credentials.core import Method, Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolError:
    """One thing that tools say. ``patterns`` are lower-case parts of texts that mean it, and
    ``expression`` finds them where tools say it in many ways.

    ``call`` is the call that was refused where the tool says so and does not name it.
    """

    cause: str
    patterns: tuple[str, ...]
    sentence: Sentence
    next_step: Sentence
    call: tuple[Method, str] | None = None
    expression: re.Pattern[str] | None = None

    def is_in(self, lowered: str) -> bool:
        """Whether a text, given in lower case, says it."""
        if any(pattern in lowered for pattern in self.patterns):
            return True
        return self.expression is not None and self.expression.search(lowered) is not None
