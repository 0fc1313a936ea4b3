"""The rules that a tool lists as missing: ``missing permissions: [POST /a DELETE /b/*]``."""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.reading_rules.rule_reader import read_rules
from credentials.rights.rule import AccessRule

_LIST: Final = re.compile(
    r"\b(?:missing|required|needed|lacks|lacking) (?:the |these |following )*"
    r"(?:permissions?|rights?|access rules|rules|grants?)(?: are| missing)?\s?[:=]?\s?"
    r"([\[(]?(?:[\"'\s,;]{0,4}(?:GET|POST|PUT|DELETE)[ :]{1,2}/[^\s\]),;\"']{1,500}){1,40})",
    re.IGNORECASE,
)


def listed_rules(text: str) -> tuple[AccessRule, ...]:
    """Those of the last list in a text, in its order; none where it has no list."""
    lists = [match[1] for match in _LIST.finditer(text)]
    return tuple(dict.fromkeys(read_rules(lists[-1].strip("[(")).rules)) if lists else ()
