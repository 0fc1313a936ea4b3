"""What an error that was pasted tells: a body in either shape (api 2.5), or a tool's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from credentials.enums import Method
from credentials.errors import RuleError
from credentials.sentences import gettext_noop, say

LONGEST: Final = 1_000_000
_MOST_PATHS: Final = 40

_QUERY_ID: Final = re.compile(r"(?:x-)?ovh-query-?id\W{1,4}([\w.-]{8,120})", re.IGNORECASE)
_STATUS: Final = re.compile(
    r"(?:status(?:[ _-]?code)?|httpcode|error|http)\W{1,4}([345]\d\d)\b|\b([45]\d\d) client error",
    re.IGNORECASE,
)
_ACTION: Final = re.compile(r"\b\w{2,60}:(?:apiovh|\w{2,40}):[\w/?*.-]{1,200}")
_CALL: Final = re.compile(
    r"\b(get|post|put|patch|delete)\b[\s\"':(]{1,4}((?:https?://[^\s\"'<>/]{1,200})?/[^\s\"'<>]{1,2000})",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"https?://[^\s\"'<>/]{1,200}(/[^\s\"'<>]{1,2000})|(?<![\w/:.])(/[^\s\"'<>]{1,2000})"
)
_BY_CREDENTIAL: Final = re.compile(r"unauthorizedactionsbyauthentication\W{1,5}\w", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ErrorText:
    """``calls``: the calls in it, the likeliest first; a method may be missing. ``actions``: IAM
    actions named. ``by_credential``: the credential itself is said to lack them."""

    text: str
    status: int
    query_id: str
    calls: tuple[tuple[Method | None, str], ...]
    actions: tuple[str, ...]
    by_credential: bool

    def says(self, words: str) -> bool:
        return words in self.text


def read(pasted: str) -> ErrorText:
    """What can be told from a text of any kind. Raises ``RuleError`` for more than 1 MB."""
    if len(pasted) > LONGEST:
        raise RuleError(say(gettext_noop("This is too much text for an error: more than 1 MB.")))
    # Logs carry bodies with their quotes escaped, and links with their ampersands spelled out.
    text = pasted.replace('\\"', '"').replace("\\/", "/").replace("\\u0026", "&")
    status = _STATUS.search(text)
    query_id = _QUERY_ID.search(text)
    return ErrorText(
        text.lower(),
        int(status[1] or status[2]) if status else 0,
        query_id[1] if query_id else "",
        tuple(dict.fromkeys(_calls(text))),
        tuple(dict.fromkeys(_ACTION.findall(text)))[:_MOST_PATHS],
        _BY_CREDENTIAL.search(text) is not None,
    )


def _calls(text: str) -> Iterator[tuple[Method | None, str]]:
    """Calls with a method first, then whatever else is a path."""
    for count, found in enumerate(_CALL.finditer(text)):
        if count < _MOST_PATHS:
            yield Method(found[1].upper()), _trimmed(found[2])
    for count, found in enumerate(_PLACE.finditer(text)):
        if count < _MOST_PATHS:
            yield None, _trimmed(found[1] or found[2])


def _trimmed(path: str) -> str:
    """Without the host, the query, and the sentence that goes on after it."""
    if "://" in path:
        path = "/" + path.partition("://")[2].partition("/")[2]
    return path.partition("?")[0].partition("#")[0].rstrip(".,:;)]}|\\")
