"""Signs that Jira draws as a tick and a cross, written as those: (/) reads like a path else."""

from __future__ import annotations

import re
from typing import Final

#: Alone between blanks or in a cell.
_SIGN: Final = re.compile(r"(?<![^\s|,;\"])\((?P<sign>[/xX])\)(?![^\s|,;\".])")
_TICK: Final = "(/)"
_DRAWN: Final = {"/": " ✓ ", "x": " ✗ ", "X": " ✗ "}


def with_drawn_signs(text: str) -> str:
    """The text, as long as it was, with a tick and a cross in the place of such signs.

    Without such a tick, ``(x)`` may be a round box that is chosen, and stays.
    """
    if _TICK not in text or not any(sign[0] == _TICK for sign in _SIGN.finditer(text)):
        return text
    return _SIGN.sub(lambda sign: _DRAWN[sign["sign"]], text)
