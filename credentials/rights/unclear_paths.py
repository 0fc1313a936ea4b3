"""Paths of which nobody can tell what OVHcloud takes them for: no rule is said to allow them."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text

_DOTS: Final = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)
_WITH_DOTS: Final = gettext_noop(
    "%(path)s has “%(part)s” between slashes, which clients and servers resolve to another path. "
    "No rule is said to allow it: ask about the path that is meant."
)
_WITH_NOTHING: Final = gettext_noop(
    "%(path)s has two slashes in a row, with an empty name between them. No rule is said to allow "
    "it: write the name, or one slash."
)


def why_unclear(path: str) -> Sentence | None:
    """Why it is not sure which path is meant; None for a plain one."""
    if dots := next(filter(_DOTS.fullmatch, path.split("/")), ""):
        return say(_WITH_DOTS, path=visible_text(path), part=dots)
    return say(_WITH_NOTHING, path=visible_text(path)) if "//" in path else None
