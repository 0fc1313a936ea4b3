"""Tables with a row a call, as lines that read like a log: CSV, and the rows of a page."""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.refusals.answer_words import CELL

_METHOD: Final = "[\"']?(GET|POST|PUT|PATCH|DELETE)[\"']?"
_TARGET: Final = r"[\"']?((?:https?:/)?/[^\s,;\"']{1,2000})[\"']?"
_STATUS: Final = rf"[\"']?([1-5]\d\d|{CELL})[\"']?(?![^\s,;])"
_BETWEEN: Final = r"[ \t]?[,;\t][ \t]?"
_START: Final = r"(?<![^\s,;])"
_ROW: Final = re.compile(f"{_START}{_METHOD}{_BETWEEN}{_TARGET}{_BETWEEN}{_STATUS}", re.IGNORECASE)
_STATUS_FIRST: Final = re.compile(
    f"{_START}{_STATUS}{_BETWEEN}{_METHOD}{_BETWEEN}{_TARGET}", re.IGNORECASE
)
_PATH_FIRST: Final = re.compile(
    f"{_START}{_TARGET}{_BETWEEN}{_METHOD}{_BETWEEN}{_STATUS}", re.IGNORECASE
)
_ROW_ENDS: Final = re.compile(r"</tr\s{0,5}>", re.IGNORECASE)
_CELL: Final = re.compile(r"</?(?:t[dhr]|tbody|thead|table)(?:\s[^<>]{0,300})?>", re.IGNORECASE)


def as_lines(text: str) -> str:
    """The text with the cells of each row beside each other: ``PUT /me 403``."""
    if "<t" in text.lower():
        text = _CELL.sub(" ", _ROW_ENDS.sub("\n", text))
    text = _PATH_FIRST.sub(r"\2 \1 \3", text)
    return _STATUS_FIRST.sub(r"\2 \3 \1", _ROW.sub(r"\1 \2 \3", text))
