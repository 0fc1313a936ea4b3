"""Methods in code that are a name's value, or of which a condition chooses one.

``{"name": "PUT", "path": "/me", "method": "GET"}`` has one method. ``is_admin ? "DELETE" : "GET"``
and ``"GET" if is_reader else "PUT"`` have two, of which the code takes one.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.reading_rules.method_names import METHOD_WORD

_SET: Final = r"[\"']?[ \t]{0,3}(?::|=>?)[ \t]{0,3}[\"']"
_NAME_KEY: Final = re.compile(
    rf"(?<!\w)[\"']?(?:name|label|title|id|summary|operation){_SET}$", re.IGNORECASE
)
_LONGEST_KEY: Final = 24
_METHOD_KEY: Final = re.compile(
    rf"[^{{}}]{{0,200}}?(?<!\w)[\"']?method{_SET}?{METHOD_WORD}", re.IGNORECASE
)
_BEFORE: Final = 200
_ASKED: Final = re.compile(r"\?[ \t]{0,9}[\"'`]$")
_LONGEST_ASKED: Final = 11
#: Behind the method where a condition is true, up to the other's name.
_OTHERWISE: Final = re.compile(
    r"[\"'`][ \t]{0,9}(?P<colon>:)[ \t]{0,9}[\"'`]"
    r"|[\"'`]\s{0,9}(?:if\b[^\n\"'`]{1,80}\b|\}?[ \t]{0,3})else\s{0,9}(?:\{[ \t]{0,3})?[\"'`]"
)


def is_named_so(text: str, start: int, end: int) -> bool:
    """Whether the method ``text[start:end]`` is the name of what has another as its method."""
    if not _NAME_KEY.search(text, max(0, start - _LONGEST_KEY), start):
        return False
    begin = text.rfind("{", max(0, start - _BEFORE), start) + 1
    is_before = begin and _METHOD_KEY.match(text, begin, start)
    return bool(is_before or _METHOD_KEY.match(text, end))


def otherwise(text: str, start: int, end: int) -> int:
    """Where the method begins that code takes instead of ``text[start:end]``, or ``end``."""
    match = _OTHERWISE.match(text, end)
    is_found = match is not None and (not match["colon"] or _is_asked(text, start))
    return match.end() if match and is_found else end


def is_chosen(text: str, start: int, end: int) -> bool:
    """Whether code takes one of two methods within ``text[start:end]``."""
    match = _CHOSEN.search(text, start, end)
    return match is not None and (not match["colon"] or _is_asked(text, match.start()))


def _is_asked(text: str, start: int) -> bool:
    return _ASKED.search(text, max(0, start - _LONGEST_ASKED), start) is not None


_CHOSEN: Final = re.compile(rf"{METHOD_WORD}(?:{_OTHERWISE.pattern}){METHOD_WORD}")
