"""What an error says besides its calls: a body in either shape (api 2.5), or a tool's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from credentials.core import API_HOSTS, DENIED_BY_CREDENTIAL, RuleError, gettext_noop, say

LONGEST: Final = 1_000_000
_MOST_ACTIONS: Final = 40

_QUERY_ID: Final = re.compile(r"(?:x-)?ovh-query-?id\W{1,4}([\w.-]{8,120})", re.IGNORECASE)
_STATUS: Final = re.compile(
    r"(?:status(?:[ _-]?code)?(?: of)?|httpcode|error|http)\W{1,4}([345]\d\d)\b"
    r"|\b([45]\d\d) client error"
    r"|http/\d(?:\.\d)?[\"']? ([45]\d\d)\b"
    r"|\b(40[0-9]) (?:forbidden|(?:page )?not found|unauthorized)\b"
    r"|^\s*([45]\d\d)\s*$|\b(?:an?|got|gets?|gives?|returns?|returned|received|with) (40[134])\b",
    re.IGNORECASE,
)
#: Every action of OVHcloud's IAM has this middle; a time of day and a name of a resource have not.
_ACTION: Final = re.compile(r"\b[A-Za-z]\w{1,60}:apiovh:[A-Za-z*][\w/?*.-]{0,200}")
_FINE: Final = re.compile(
    r"\bhttp/\d(?:\.\d)?[\"']? 2\d\d\b|\b20[0-4] (?:ok|created|no content)\b"
    r"|\bstatus(?:[ _-]?code)?\W{1,4}2\d\d\b",
    re.IGNORECASE,
)
_BY_CREDENTIAL: Final = re.compile(rf"{DENIED_BY_CREDENTIAL}\W{{1,5}}\w", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ErrorText:
    """``text`` in lower case, with the ``status`` it names (0: none). ``actions``: IAM actions
    named. ``by_credential``: the credential itself is said to lack them. ``regions``: the names of
    those whose hosts are in it. ``is_fine``: a status in it says that all went well."""

    text: str
    status: int
    query_id: str
    actions: tuple[str, ...]
    by_credential: bool
    regions: frozenset[str]
    is_fine: bool


def plain_text(pasted: str) -> str:
    """The text as it was before a log escaped it. Raises ``RuleError`` for more than 1 MB."""
    if len(pasted) > LONGEST:
        raise RuleError(say(gettext_noop("This is too much text for an error: more than 1 MB.")))
    # Logs carry bodies with their quotes escaped, and links with their ampersands spelled out.
    return pasted.replace('\\"', '"').replace("\\/", "/").replace("\\u0026", "&")


def read(text: str) -> ErrorText:
    """What can be read from a text of any kind."""
    status = _STATUS.search(text)
    query_id = _QUERY_ID.search(text)
    lowered = text.lower()
    return ErrorText(
        lowered,
        int(next(filter(None, status.groups()))) if status else 0,
        query_id[1] if query_id else "",
        tuple(dict.fromkeys(_ACTION.findall(text)))[:_MOST_ACTIONS],
        _BY_CREDENTIAL.search(text) is not None,
        frozenset(row.name for row in API_HOSTS if row.host in lowered),
        _FINE.search(text) is not None,
    )
