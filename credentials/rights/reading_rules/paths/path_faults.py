"""Paths of a text that are not to be believed, and why: then they become no rule."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.api_versions import version_of
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.paths.parted_paths import is_named
from credentials.rights.reading_rules.paths.text_path import TextPath
from credentials.rights.rule_problems import stray_character


def fault_of(path: TextPath, *, is_called: bool = False) -> Sentence | None:
    """Why the path is not to be believed; None where it is.

    ``is_called``: a call was made with it, whatever its shape.
    """
    if path.is_long:
        return say(_TOO_LONG, path=visible_text(path.path))
    if path.before:
        return say(_GLUED, character=visible_text(path.before), path=visible_text(path.path))
    if path.is_cut:
        return say(_CUT, path=visible_text(path.path))
    if path.is_open:
        return say(_PUT_TOGETHER, path=visible_text(path.path))
    if path.stray == " ":
        return say(_SPACED, path=visible_text(path.path))
    if path.stray:
        return stray_character(path.path, path.stray)
    if not is_called and _has_glued_blank(path.path):
        return say(_PUT_TOGETHER, path=visible_text(path.path))
    return None if is_called else _fault_of_shape(path.path)


def _has_glued_blank(path: str) -> bool:
    """Whether a variable is glued to a route's whole name, of which nobody knows what it adds."""
    before, blank, _ = path.partition("{")
    return (
        bool(blank)
        and before[-1].isalnum()
        and (is_named(before) or version_of(f"{before}/") == before)
    )


def _fault_of_shape(path: str) -> Sentence | None:
    """What no path of a route has, and what is written for something else."""
    match = _SHAPES.search(_BLOCK.sub("", path) if "%" in path else path)
    if match is None:
        return None
    template = _TEMPLATES[match.lastgroup or ""]
    return say(template, path=visible_text(path), part=visible_text(match[0]))


#: A block of IPv6 addresses, whose slash OVHcloud wants spelled so.
_BLOCK: Final = re.compile(
    r"(?<=/)[\dA-F]{0,4}(?:(?::|%3A)[\dA-F]{0,4}){2,7}%2F(?=\d{1,3}(?:/|$))", re.IGNORECASE
)
_SHAPES: Final = re.compile(
    r"(?P<empty>//)|(?P<dots>/\.{1,2}(?=/|$))|(?P<regex>/\.\*|\*\.\*)"
    r"|(?P<encoded>%(?:2[Ee]|5[Cc]|00|25)|(?<!\d)%2[Ff]|%2[Ff](?!\d)"
    r"|%[01][0-9A-Fa-f]|%20|%7[Ff])"
    r"|(?P<names>\{[^{}]*[,|][^{}]*\})|(?P<star>\*{2,}(?![*/]|$)|\*[{@:~+])"
)


_TOO_LONG: Final = gettext_noop("%(path)s… is longer than any route. Copy the path again.")
_SPACED: Final = gettext_noop(
    "After %(path)s stands a space, and the path seems to go on. Copy it again, without the space."
)
_GLUED: Final = gettext_noop(
    "“%(character)s” stands right before %(path)s, and no path has it. Copy the path again, or put "
    "a space before it."
)
_PUT_TOGETHER: Final = gettext_noop(
    "Code puts more behind %(path)s, which is not told here. Write the whole path, a star where a "
    "name stands."
)
_TEMPLATES: Final = {
    "empty": gettext_noop("%(path)s has two slashes in a row, and no route has. Copy it again."),
    "dots": gettext_noop(
        "%(path)s leads to another place by its dots. Write the path that is meant."
    ),
    "regex": gettext_noop(
        "“%(part)s” is a regular expression's. In a rule a star alone stands for anything."
    ),
    "encoded": gettext_noop(
        "%(path)s has “%(part)s”, a sign in code that parts paths. Write the path that is meant."
    ),
    "names": gettext_noop("%(part)s are several names. Write a rule for each of them."),
    "star": gettext_noop(
        "In %(path)s something stands right behind a star, and no path has it. Copy it again."
    ),
}
_CUT: Final = gettext_noop("The text ends within the path %(path)s. Copy it again.")
