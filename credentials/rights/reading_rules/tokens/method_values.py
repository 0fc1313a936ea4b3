"""Methods in code that are the value of another key than the method's, or one of two by a condition.

``{"name": "PUT", "path": "/me", "method": "GET"}`` has one method. ``is_admin ? "DELETE" : "GET"``
and ``"GET" if is_reader else "PUT"`` have two, of which the code takes one.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.reading_rules.method_names import METHOD_WORD

_NAME_KEY: Final = re.compile(
    r"(?<!\w)[\"']?(?:name|label|title|id|summary|operation)[\"']?[ \t]{0,3}(?::|=>?)[ \t]{0,3}[\"']$",
    re.IGNORECASE,
)
_LONGEST_KEY: Final = 24
_METHOD_KEY: Final = re.compile(
    rf"[^{{}}]{{0,200}}?(?<!\w)[\"']?method[\"']?[ \t]{{0,3}}(?::|=>?)[ \t]{{0,3}}[\"']?{METHOD_WORD}",
    re.IGNORECASE,
)
_BEFORE: Final = 200
_ASKED: Final = re.compile(r"\?[ \t]{0,9}[\"'`]$")
#: Behind the method where a condition is true, up to the other's name.
_OTHERWISE: Final = re.compile(
    r"[\"'`][ \t]{0,9}(?P<colon>:)[ \t]{0,9}[\"'`]"
    r"|[\"'`]\s{0,9}(?:if\b[^\n\"'`]{1,80}\b|\}?[ \t]{0,3})else\s{0,9}(?:\{[ \t]{0,3})?[\"'`]"
)


def is_named_so(text: str, start: int, end: int) -> bool:
    """Whether the method ``text[start:end]`` is the name of what has another as its method."""
    if not _NAME_KEY.search(text, max(0, start - _LONGEST_KEY), start):
        return False
    begin = max(text.rfind("{", max(0, start - _BEFORE), start), 0)
    return bool(_METHOD_KEY.match(text, end) or (begin and _METHOD_KEY.match(text, begin + 1, start)))


def otherwise(text: str, start: int, end: int) -> int:
    """Where the method begins that code takes instead of ``text[start:end]``, or ``end``."""
    match = _OTHERWISE.match(text, end)
    if match is None or (match["colon"] and not _ASKED.search(text, max(0, start - 10), start)):
        return end
    return match.end()


def is_chosen(text: str, start: int, end: int) -> bool:
    """Whether code takes one of two methods within ``text[start:end]``."""
    return _CHOSEN.search(text, start, end) is not None


_CHOSEN: Final = re.compile(rf"{METHOD_WORD}(?:{_OTHERWISE.pattern}){METHOD_WORD}")
