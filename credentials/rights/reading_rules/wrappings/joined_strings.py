"""Strings that code puts together and that are both told: '/domain' . '/zone', '/me' + '/*'.

They are one path, where it is a route and the second is none by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credentials.rights.glob import STAR
from credentials.rights.reading_rules.paths.parted_paths import is_route

_SIGN: Final = r"[\w/*.~@:+{}$%-]"
_ADDRESS: Final = r"https?://[\w.-]{1,80}"
#: A string that is a path or an address, up to its closing quote, another string behind it.
_FIRST: Final = re.compile(
    rf"(?<=[\"'])(?P<path>(?:{_ADDRESS})?/{_SIGN}{{0,200}}|{_ADDRESS})(?=[\"'][\s+.&~<|fru\"'])"
)
#: The quotes between two, and what is between those; two that nothing parts are one in Python.
_JOIN: Final = re.compile(
    r"(?P<quote>[\"'])\s{0,40}(?:(?:\+|\.{1,2}|&|~|<>|\|\|)\s{0,40})?[fru]?(?P=quote)"
    rf"(?P<path>{_SIGN}{{1,200}})(?=(?P=quote))"
)
_MOST_JOINED: Final = 8


def joins_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Where two such strings meet, from quote to quote, and what is there instead: nothing."""
    place = 0
    while first := _FIRST.search(text, place):
        path, place = first["path"], first.end()
        for _ in range(_MOST_JOINED):
            second = _JOIN.match(text, place)
            if second is None or not _are_one(path, second["path"]):
                break
            yield place, second.start("path"), ""
            path, place = path + second["path"], second.end()


def _are_one(first: str, second: str) -> bool:
    if "://" in first:
        return second.startswith("/") or first.endswith("/")
    is_own = second.startswith("/") and not second.startswith("/*") and is_route(second)
    is_parted = first.endswith("/") or second.startswith(("/", STAR))
    return is_parted and not is_own and is_route(first + second)
