"""Hash signs that begin a heading or number a rule, and no comment: ## GET /me, #1 GET /me."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from credentials.core import gettext_noop, say
from credentials.rights.reading_rules.method_names import METHOD_WORD

_RULE: Final = rf"[`*_]{{0,3}}{METHOD_WORD}[`*_]{{0,3}}[ \t]+[`*_]{{0,3}}/"
_HEADING: Final = re.compile(
    rf"^[ \t]{{0,3}}(?P<sign>#{{1,6}})(?=[ \t]+{_RULE}[^\n#]*$)", re.MULTILINE
)
_NUMBERED: Final = re.compile(rf"^[ \t>]*(?P<sign>#)(?=\d{{1,3}}[.):]?[ \t]+{_RULE})", re.MULTILINE)
#: A rule that no sign stands before: then the others may be those that are left out.
_PLAIN: Final = re.compile(rf"^[ \t>*-]*(?:\d+[.)][ \t]*)?{_RULE}", re.MULTILINE)


class Headed(NamedTuple):
    """A text with blanks in the place of such signs; ``lines`` are where its headings begin."""

    text: str
    lines: frozenset[int]

    def has_heading(self, place: int) -> bool:
        """Whether a place of the text stands in a heading."""
        return bool(self.lines) and self.text.rfind("\n", 0, place) + 1 in self.lines


def without_heading_signs(text: str) -> Headed:
    """Headings count where no rule stands by itself, and none beside another line with the sign."""
    if "#" not in text:
        return Headed(text, frozenset())
    text = _NUMBERED.sub(_blank, text)
    headings = list(_HEADING.finditer(text))
    if not headings or _PLAIN.search(text) or not all(_is_heading(text, each) for each in headings):
        return Headed(text, frozenset())
    lines = frozenset(text.rfind("\n", 0, each.start("sign")) + 1 for each in headings)
    return Headed(_HEADING.sub(_blank, text), lines)


def _is_heading(text: str, heading: re.Match[str]) -> bool:
    above = text[text.rfind("\n", 0, max(heading.start() - 1, 0)) + 1 : heading.start()].strip()
    line_end = text.find("\n", heading.end())
    next_end = text.find("\n", line_end + 1)
    below = text[line_end + 1 : next_end if next_end >= 0 else len(text)] if line_end >= 0 else ""
    if above.startswith("#") or below.lstrip().startswith("#"):
        return False
    return len(heading["sign"]) > 1 or not (above or below.strip())


def _blank(match: re.Match[str]) -> str:
    return match[0].replace("#", " ")


HEADING: Final = say(
    gettext_noop("It stands in a heading, where a hash sign may be a comment's. Is it meant?")
)
