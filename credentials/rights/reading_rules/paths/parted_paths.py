"""Paths that a blank parts, as a scan or a narrow column does: /dom ain/zone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from credentials.rights.catalogue.catalogue import bundled_catalogue
from credentials.rights.glob import STAR

_MOST_WORDS: Final = 8
_LONGEST: Final = 200
_GOES_ON: Final = re.compile(r"\.\w|.*/", re.DOTALL)


def is_parted(path: str, words: Iterable[str]) -> bool:
    """Whether the words right behind a path make a route of it that it is not by itself.

    Where the path is a route, as /domain/x of any name is, the first word alone counts, and only
    where it makes another route's name, or is no plain word: /domain/zone/example .com.
    """
    is_whole, joined = is_route(path) and not path.endswith("/"), path
    for number, word in enumerate(words):
        begun = joined + word.partition("/")[0]
        joined += word
        if number == _MOST_WORDS or len(joined) > _LONGEST or (is_whole and number):
            return False
        if is_whole and word.startswith("/"):
            return is_named(f"{path}/{word[1:].partition('/')[0]}")
        if is_whole and is_named(begun):
            return True
        if is_whole and not _GOES_ON.match(word):
            return False
        if is_route(joined) or (not is_whole and is_route(begun)):
            return True
    return False


def is_route(path: str) -> bool:
    """Whether there is such a place among OVHcloud's routes, names filled in or not; of a path with
    a star, what stands before it."""
    return bundled_catalogue().tree.at(_segments(path.partition(STAR)[0])) is not None


def is_named(path: str) -> bool:
    """Whether the last part of a path is a name of the routes, and none that is filled in."""
    *above, last = _segments(path)
    node = bundled_catalogue().tree.at(above)
    return node is not None and last in node.routes


def _segments(path: str) -> list[str]:
    return path.removesuffix("/").split("/")[1:] or [""]
