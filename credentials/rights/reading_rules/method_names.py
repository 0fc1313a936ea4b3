"""The methods of rules, as patterns for texts."""

from __future__ import annotations

from typing import Final

from credentials.core import Method

METHOD_NAMES: Final = "|".join(Method)
#: One of them as a whole word, to be a part of another pattern.
METHOD_WORD: Final = rf"(?:{METHOD_NAMES})\b"
