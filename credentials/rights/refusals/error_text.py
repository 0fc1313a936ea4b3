"""What an error says besides its calls: a body in either shape (api 2.5), or a tool's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from credentials.core import API_HOSTS, DENIED_BY_CREDENTIAL, RuleError, gettext_noop, say
from credentials.rights.domain_names import with_punycode

LONGEST: Final = 1_000_000
_MOST_ACTIONS: Final = 40

_QUERY_ID: Final = re.compile(r"(?:x-)?ovh-query-?id\W{1,4}([\w.-]{8,120})", re.IGNORECASE)
#: Statuses in places where a number is one; the surest first.
_STATUS: Final = re.compile(
    r"(?:status(?:[ _-]?code)?(?: of)?|http[ _-]?code|\bcode|erro[rer]|erreur|fehler|http)"
    r"\W{1,4}([345]\d\d)\b(?! ?m?s\b)"
    r"|\b([45]\d\d) client error"
    r"|http/\d(?:\.\d)?[\"']? ([45]\d\d)\b"
    r"|\b([45]\d\d) (?:forbidden|(?:page )?not found|unauthorized|bad request|payment required"
    r"|method not allowed|not acceptable|conflict|gone|locked|unprocessable|too many requests)\b"
    r"|\b(?:an?|got|gets?|gives?|returns?|returned|received|with) (4[012][0-9])\b",
    re.IGNORECASE,
)
_KNOWN: Final = r"(40[0-689]|41[0235]|42[2349]|460|471|50[0-4]|52[0-6])"
#: A bare number: alone at the beginning or the end of a line, or in brackets.
_BARE_STATUS: Final = re.compile(
    rf"^[ \t<>*|-]{{0,8}}{_KNOWN}(?=\s|$)|[>=:][ \t]?{_KNOWN}[ \t.;)]{{0,4}}$|[\[(]{_KNOWN}[\])]",
    re.MULTILINE,
)
#: A number after a word, as a status stands after the path of its call.
_AFTER_WORD: Final = re.compile(
    r"(?:(?<=\S)[ \t]{1,4}(?:[-=]{1,2}>?|→|[:|]|returned|failed(?: with)?:?|answered|gave|got)?"
    r"[ \t]{0,4}|[-=]{1,2}>[ \t]{0,4}|→[ \t]{0,4})([245]\d\d)(?![\w/%-])"
    r"(?! ?(?:m?s|sec(?:onds)?|bytes|[kmg]?i?b|records?|lines?|entries|items)\b)"
)
_LONGEST_WORD: Final = 500
#: Every action of OVHcloud's IAM has this middle; a time of day and a name of a resource have not.
_ACTION: Final = re.compile(r"\b[A-Za-z]\w{1,60}:apiovh:[A-Za-z*][\w/?*.-]{0,200}")
_FINE: Final = re.compile(
    r"\bhttp/\d(?:\.\d)?[\"']? 2\d\d\b|\b20[0-4] (?:ok|created|no content)\b"
    r"|\bstatus(?:[ _-]?code)?\W{1,4}2\d\d\b|\bhttp\W{1,3}20[0-4]\b"
    r"|^[ \t<>*|-]{0,8}20[0-4][ \t]{0,4}$|[\[(]20[0-4][\])]",
    re.IGNORECASE | re.MULTILINE,
)
#: Words of failure, where no status and no message says of which kind.
_FAILED: Final = re.compile(
    r"\b(?:errors?|fail\w*|refus\w*|denied|forbidden|unable|can(?:not|'t)|could not|exceptions?"
    r"|traceback|fatal|rejected|invalid|panic)\b"
)
#: What a text says did not happen: "NOT_GRANTED_CALL not seen", "no INVALID_KEY".
_NOT_SEEN: Final = re.compile(
    r"\b(?:no|not|without|instead of|rather than) (?:an? |the )?[a-z]+_[a-z_]+\b"
    r"|\b[a-z]+_[a-z_]+ (?:was |is )?(?:not|never) (?:seen|returned|given)\b"
)
_HOST: Final = re.compile(r"\bhttps?://([\w.-]{1,200})")
#: Hosts of the API and its sign-in, and places where it is played; storage has keys of its own.
_OVHCLOUD_HOST: Final = re.compile(
    r"^(?!.*\.cloud\.ovh\.\w+$).*(?:ovh|soyoustart|kimsufi|runabove)"
    r"|localhost|^127\.|^10\.|^192\.168\.|^[^.]*$"
)
_BY_CREDENTIAL: Final = re.compile(rf"{DENIED_BY_CREDENTIAL}\W{{1,5}}\w", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ErrorText:
    """``text`` in lower case, with the ``status`` it names (0: none). ``actions``: IAM actions
    named. ``by_credential``: the credential itself is said to lack them. ``regions``: the names of
    those whose hosts are in it. ``is_fine``: a status in it says that all went well;
    ``is_failure``: a word in it says that something did not; ``is_foreign``: all addresses in it
    are those of other services."""

    text: str
    status: int
    query_id: str
    actions: tuple[str, ...]
    by_credential: bool
    regions: frozenset[str]
    is_fine: bool
    is_failure: bool
    is_foreign: bool


def plain_text(pasted: str) -> str:
    """The text as it was before a log escaped it. Raises ``RuleError`` for more than 1 MB."""
    if len(pasted) > LONGEST:
        raise RuleError(say(gettext_noop("This is too much text for an error: more than 1 MB.")))
    # Logs carry bodies with their quotes escaped, and links with their ampersands spelled out.
    plain = pasted.replace('\\"', '"').replace("\\/", "/").replace("\\u0026", "&")
    return with_punycode(plain)


def read(text: str) -> ErrorText:
    """What can be read from a text of any kind."""
    query_id = _QUERY_ID.search(text)
    lowered = text.lower()
    hosts = set(_HOST.findall(lowered))
    after_paths = _statuses_after_paths(text)
    return ErrorText(
        _NOT_SEEN.sub(" ", lowered),
        _status(text, after_paths),
        query_id[1] if query_id else "",
        tuple(dict.fromkeys(_ACTION.findall(text)))[:_MOST_ACTIONS],
        _BY_CREDENTIAL.search(text) is not None,
        frozenset(row.name for row in API_HOSTS if row.host in lowered),
        _FINE.search(text) is not None or any(200 <= status < 300 for status in after_paths),
        _FAILED.search(lowered) is not None,
        bool(hosts) and not any(map(_OVHCLOUD_HOST.search, hosts)),
    )


def _status(text: str, after_paths: list[int]) -> int:
    refused = [status for status in after_paths if status >= 400]
    if match := _STATUS.search(text):
        return int(next(filter(None, match.groups())))
    if refused:
        return refused[0]
    match = _BARE_STATUS.search(text)
    return int(next(filter(None, match.groups()))) if match else 0


def _statuses_after_paths(text: str) -> list[int]:
    """The numbers that stand right after a path or an address, in the text's order."""
    return [
        int(match[1])
        for match in _AFTER_WORD.finditer(text)
        if "/" in _word_before(text, match.start())
    ]


def _word_before(text: str, place: int) -> str:
    words = text[max(0, place - _LONGEST_WORD) : place].split()
    return words[-1] if words else ""
