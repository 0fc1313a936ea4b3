"""Paths of a text that are not to be believed, and why: then they become no rule."""

from __future__ import annotations

from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.paths import TextPath
from credentials.rights.rule import LONGEST_PATH
from credentials.rights.rule_problems import path_too_long, stray_character


def fault_of(path: TextPath) -> Sentence | None:
    """Why the path is not to be believed; None where it is."""
    if len(path.path) > LONGEST_PATH:
        return path_too_long(path.path)
    if path.before:
        return say(_GLUED, character=visible_text(path.before), path=visible_text(path.path))
    if path.is_cut:
        return say(_CUT, path=visible_text(path.path))
    if path.stray == " ":
        return say(_SPACED, path=visible_text(path.path))
    if path.stray:
        return stray_character(path.path, path.stray)
    return None


_SPACED: Final = gettext_noop(
    "After %(path)s stands a space, and the path seems to go on. Copy it again, without the space."
)
_GLUED: Final = gettext_noop(
    "“%(character)s” stands right before %(path)s, and no path has it. Copy the path again, or put "
    "a space before it."
)
_CUT: Final = gettext_noop("The text ends within the path %(path)s. Copy it again.")
