"""What tools say they were doing, where they name the path of a call and no method."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import Final

from credentials.core import Method

#: In sentences, as they stand in the line of the path.
DOINGS: Final = {
    Method.POST: re.compile(r"\b(?:add|adding|create|creating|post|refresh|refreshing)\b"),
    Method.PUT: re.compile(r"\b(?:update|updating|modify|modifying|edit|put)\b"),
    Method.DELETE: re.compile(r"\b(?:delete|deleting|remove|removing|clean(?:ing)?[ -]?up)\b"),
    Method.GET: re.compile(
        r"\b(?:head|list|listing|read|reading|fetch|fetching|find|finding|get|determin(?:e|ing)"
        r"|checking)\b"
    ),
}
#: How much of the end is looked at for code, in characters.
_NEAR_END: Final = 30_000
_VERBS: Final = {
    Method.POST: "add(?:ing)?|creat(?:e|ing)|post|refresh(?:ing)?",
    Method.PUT: "updat(?:e|ing)|modify(?:ing)?|edit(?:ing)?|put",
    Method.DELETE: "delet(?:e|ing)|remov(?:e|ing)|del|rm",
    Method.GET: "list(?:ing)?|read(?:ing)?|fetch(?:ing)?|find(?:ing)?|get(?:ting)?",
}
_NOUNS: Final = r"(?:txt|dns|record|entry|entries|challenge|redirection|zone|domain|rule)"


def _in_code(verbs: str, others: str) -> re.Pattern[str]:
    """In the lines around that of the path: the name of an action or a function, a command."""
    return re.compile(
        rf"\b(?:action|operation|command|verb)[\"']?[=:][ \t]?[\"']?(?:{verbs})\b"
        rf"|(?<![a-z])(?:{verbs})_(?:[a-z]{{1,20}}_)?{_NOUNS}s?\b"
        rf"|(?<![a-z])(?:{verbs}){_NOUNS}s?\("
        rf"|\b(?:self|client|session|requests|api|ovh)\._?(?:{verbs})\("
        rf"|\brequest\([\"'](?:{verbs})[\"']"
        rf"|\b(?:lexicon|lexicon[\w-]{{0,10}} ovh|ovh) (?:{verbs}) [\w.-]{{1,80}}"
        rf"|\b(?:{verbs}) (?:the |a |an |dns |txt )*{_NOUNS}s?\b{others}"
    )


#: Terraform's data sources, which only read.
_READS: Final = r"|\bdata\.ovh_\w|\bin data \""
_CODE: Final[Mapping[Method, re.Pattern[str]]] = {
    method: _in_code(verbs, _READS if method is Method.GET else "")
    for method, verbs in _VERBS.items()
}


def method_said(offered: Collection[Method], text: str) -> Method | None:
    """The last thing that a sentence, in lower case, says is done, of what a path offers."""
    places = {
        method: max((match.start() for match in DOINGS[method].finditer(text)), default=-1)
        for method in DOINGS
        if method in offered
    }
    method = max(places, key=lambda each: places[each], default=None)
    return method if method and places[method] >= 0 else None


class CodedDoings:
    """What a text names as an action or as code, near its end."""

    def __init__(self, text: str) -> None:
        start = max(0, len(text) - _NEAR_END)
        lowered = text[start:].lower()
        self._places = sorted(
            (start + match.start(), method)
            for method, pattern in _CODE.items()
            for match in pattern.finditer(lowered)
        )

    def last(self, offered: Collection[Method], *, since: int, until: int) -> Method | None:
        """The last method of those offered that is named between two places."""
        first, end = (bisect_left(self._places, (place, "")) for place in (since, until))
        candidates = (
            method for _, method in reversed(self._places[first:end]) if method in offered
        )
        return next(candidates, None)
