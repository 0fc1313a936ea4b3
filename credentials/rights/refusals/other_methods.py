"""Methods of HTTP that no rule has, before the path of a call: HEAD, OPTIONS, TRACE."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import Sentence
from credentials.rights.rule_problems import no_method

_NAMES: Final = ("HEAD", "OPTIONS", "TRACE")
#: Why a reader of rules leaves a path with such a method.
_REASONS: Final = [(name, no_method(name)) for name in _NAMES]
#: Right before a path: ``"HEAD /me``, ``method=HEAD path=/me``, ``('HEAD', '/me'``, ``.head('/me``.
_BEFORE: Final = re.compile(
    rf"(?:(?<![\w/.-])({'|'.join(_NAMES)})[\"'`]?[ \t,]{{0,3}}"
    r"(?:[\"']?(?:path|url|uri|endpoint)[\"']?[ \t]?[:=][ \t]?(?:URL\()?)?"
    r"|(?:\.|->)(head|options)\()[\"'`]?$"
)
_FAR: Final = 60


def other_method_before(text: str, start: int, reason: Sentence) -> str:
    """The method of the path that begins at ``start`` and was left for ``reason``; "": one that
    rules have, or none."""
    match = _BEFORE.search(text, max(0, start - _FAR), start)
    if match:
        return (match[1] or match[2]).upper()
    return next((name for name, why in _REASONS if why == reason), "")
