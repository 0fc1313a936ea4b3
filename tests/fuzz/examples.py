"""How often a fuzzing test tries: a few times in ``make test``, thousands in ``make fuzz``."""

from __future__ import annotations

from typing import Final

from hypothesis import settings

_USUAL: Final = 100
_ASKED: Final = settings().max_examples

#: For what is quickly tried.
MANY: Final = settings(max_examples=_ASKED * 5 // 2 if _ASKED > _USUAL else _ASKED, deadline=None)
