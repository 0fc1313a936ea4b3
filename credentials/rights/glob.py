"""Matching a path against a rule's path, where ``*`` stands for any characters (api 3.2).

The pieces between the stars are looked for from left to right and never looked at twice, so that
no rule, however many stars it has, makes the match slow.
"""

from __future__ import annotations

from collections.abc import Sequence

STAR = "*"


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of ``text`` is what ``pattern`` describes.

    ``text`` may itself hold stars: then the answer is whether ``pattern`` covers everything that
    ``text`` covers, since a star in ``text`` can only be taken up by one in ``pattern``.
    """
    if STAR not in pattern:
        return pattern == text
    return _fits(pattern.split(STAR), text)


def _fits(pieces: Sequence[str], text: str) -> bool:
    start, *middle, end = pieces
    stop = len(text) - len(end)
    position = len(start)
    if position > stop or not text.startswith(start) or not text.endswith(end):
        return False
    for piece in middle:
        index = text.find(piece, position, stop)
        if index < 0:
            return False
        position = index + len(piece)
    return True
