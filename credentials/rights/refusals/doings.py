"""What tools say they were doing, where they name the path of a call and no method."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from credentials.core import Method

#: In sentences, as they stand in the line of the path.
DOINGS: Final = {
    Method.POST: re.compile(r"\b(?:add|adding|create|creating|post|refresh|refreshing)\b"),
    Method.PUT: re.compile(r"\b(?:update|updating|modify|modifying|edit|put)\b"),
    Method.DELETE: re.compile(r"\b(?:delete|deleting|remove|removing|clean(?:ing)?[ -]?up)\b"),
    Method.GET: re.compile(
        r"\b(?:head|list|listing|read|reading|fetch|fetching|find|finding|get|determin(?:e|ing))\b"
    ),
}
_VERBS: Final = {
    Method.POST: "add|create|post|refresh",
    Method.PUT: "update|modify|edit|put",
    Method.DELETE: "delete|remove|del|rm",
    Method.GET: "list|read|fetch|find|get",
}
_NOUNS: Final = r"(?:txt|dns|record|entry|entries|challenge|redirection|zone|domain|rule)"


def _in_code(verbs: str) -> re.Pattern[str]:
    """In the lines before that of the path: the name of an action or of a function, a command."""
    return re.compile(
        rf"\b(?:action|operation|command|verb)[\"']?[=:][ \t]?[\"']?(?:{verbs})\b"
        rf"|(?<![a-z])(?:{verbs})_(?:[a-z]{{1,20}}_)?{_NOUNS}s?\b"
        rf"|(?<![a-z])(?:{verbs}){_NOUNS}s?\("
        rf"|\b(?:self|client|session|requests|api|ovh)\._?(?:{verbs})\("
        rf"|\brequest\([\"'](?:{verbs})[\"']"
        rf"|\b(?:lexicon|lexicon[\w-]{{0,10}} ovh|ovh) (?:{verbs}) [\w.-]{{1,80}}"
        rf"|\b(?:{verbs})(?:ing)? (?:the |a |an |dns |txt )*{_NOUNS}s?\b"
    )


_CODE: Final[Mapping[Method, re.Pattern[str]]] = {
    method: _in_code(verbs) for method, verbs in _VERBS.items()
}


def method_said(offered: Collection[Method], text: str) -> Method | None:
    """The last thing that a sentence, in lower case, says is done, of what a path offers."""
    return _last(DOINGS, offered, text)


def method_coded(offered: Collection[Method], text: str) -> Method | None:
    """The last thing that the lines before, in lower case, name as an action or as code."""
    return _last(_CODE, offered, text)


def _last(
    patterns: Mapping[Method, re.Pattern[str]], offered: Collection[Method], text: str
) -> Method | None:
    places = {
        method: max((match.start() for match in pattern.finditer(text)), default=-1)
        for method, pattern in patterns.items()
        if method in offered
    }
    method = max(places, key=lambda each: places[each], default=None)
    return method if method and places[method] >= 0 else None
