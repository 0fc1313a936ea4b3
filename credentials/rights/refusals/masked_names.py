"""Names that a person hid before pasting, as blanks: ``my***in.com``, ``████``, ``redacted.com``.

A star in a rule stands for any name, so a hidden name kept as stars would reach every zone.
"""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.catalogue.catalogue import bundled_catalogue
from credentials.rights.reading_rules.paths.blank_names import NAMELESS

#: Characters that cover a name, in a path: bars, dots, signs in a row.
_COVER: Final = re.compile(r"(?<=[/\w.-])[█▇▆▓▒░■▪●•∙·×∗＊#?%]{3,}|[█▓▒░■]+")
_STARS: Final = "***"
_HIDDEN: Final = re.compile(
    r".*\*.*|.*\.{3}.*|(?:[a-z]+[_-])?(?:redacted|masked|hidden|censored|anonymi[sz]ed)"
    r"(?:[_-][a-z]+)?(?:\.[a-z]{2,6}){0,2}|_{2,}(?:\.[a-z]{2,6})?"
    r"|(?=.*x)(?:\d{1,3}|x{1,3})(?:\.(?:\d{1,3}|x{1,3})){2,3}",
    re.IGNORECASE,
)
#: A record for every name of its zone, which tools take for a zone.
_WILDCARD: Final = re.compile(r"\*(?:\.[\w-]+){2,}")


def with_stars(text: str) -> str:
    """The text with stars for the characters that cover names in it."""
    return _COVER.sub(_STARS, text)


def with_blanks(path: str) -> str:
    """The path of a call with ``{}`` for each hidden name at the place of a route's parameter."""
    segments = path.split("/")
    node = bundled_catalogue().tree.root
    for place, segment in enumerate(segments[1:], 1):
        route = node.routes.get(segment)
        if route is None and node.parameter and _is_hidden(segment):
            segments[place] = NAMELESS
        following = route or node.parameter
        if following is None:
            break
        node = following
    return "/".join(segments)


def _is_hidden(segment: str) -> bool:
    return _HIDDEN.fullmatch(segment) is not None and not _WILDCARD.fullmatch(segment)
