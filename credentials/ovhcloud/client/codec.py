"""JSON in and out. Whatever comes in, only ``ValueError`` comes of it."""

from __future__ import annotations

import json
from typing import Final, NoReturn

# Above this many commas and brackets, an answer is none of the API's and its objects would fill
# the memory: 50 bytes and more for each value that takes two on the wire.
_MOST_VALUES: Final = 1_000_000


def compact(content: object) -> bytes:
    """``content`` as JSON in ASCII without spaces; nothing for ``None``."""
    return b"" if content is None else json.dumps(content, separators=(",", ":")).encode("ascii")


def decode(body: bytes) -> object:
    """The JSON value in ``body``. Raises ``ValueError`` and nothing else, whatever it holds."""
    if sum(body.count(mark) for mark in (b",", b"[", b"{")) > _MOST_VALUES:
        raise ValueError("too many values")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
    except (RecursionError, MemoryError):
        raise ValueError("too deep or too large") from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
