"""Paths that a tool cut short: ``'/domain/zone/ex...'`` in a trace of PHP, ``… (truncated...)``.

Nobody knows how such a path went on, so no rule is made of it.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.catalogue.catalogue import bundled_catalogue

_WORDS: Final = r"truncated|snip(?:ped)?|cut(?: off)?|shortened|abridged|tronqué|gekürzt|troncato"
#: Behind a path, whatever it is.
_CUT: Final = re.compile(rf"(?:\.{{3,}}|…)[\"'`]|[ \t]?[\[(<](?:{_WORDS})\b", re.IGNORECASE)
#: Behind a path that may be whole: ``GET /vps... 403``.
_DOTS: Final = re.compile(r"\.{3,}|…|\[(?:\.{3}|…)\]")
#: What a reader of paths takes for a part of a name: ``exampl…``, ``exampl<snip>``.
_CUT_NAME: Final = re.compile(rf"[^/…\s](?:…|<(?:{_WORDS})>)$", re.IGNORECASE)
_BLANK_AT_END: Final = re.compile(r"(?<=[^/])\{[^{}/]*\}$")


def is_cut(text: str, start: int, end: int, path: str) -> bool:
    """Whether ``path``, read between two places of a text, goes on where the text does not."""
    if _CUT.match(text, end) or _CUT_NAME.search(text[start:end]):
        return True
    return _DOTS.match(text, end) is not None and not _may_be_whole(path)


def shown(path: str) -> str:
    """A cut path as far as it is told."""
    return f"{_BLANK_AT_END.sub('', path)}…"


def _may_be_whole(path: str) -> bool:
    """Whether the last part is one of a route, or a number that nothing is below; no name that may
    go on."""
    node = bundled_catalogue().tree.root
    is_whole = False
    for segment in path.split("/")[1:]:
        route = node.routes.get(segment)
        following = route or node.parameter
        if following is None:
            return False
        node = following
        is_end = not (node.routes or node.parameter)
        is_whole = route is not None or (is_end and segment.isdecimal())
    return is_whole
