"""What stands right before a path and is a part of it: a variable, a string, a placeholder.

``prefix + "/*"`` and ``$BASE/record`` begin with what nobody told, so the tail is no path of its
own. A variable for the address of the API before a whole route is none of the path.
"""

from __future__ import annotations

import re
from string import ascii_letters, digits
from typing import Final

from credentials.rights.reading_rules.method_names import METHOD_WORD
from credentials.rights.reading_rules.paths.parted_paths import is_route

#: Code before the quote of a path: an operand, what puts them together, and the quote.
_ADDED: Final = re.compile(
    r"(?P<operand>[\w$\])}]|(?P<quote>[\"'`]))(?:[ \t]*|[ \t]*\r?\n[ \t]+)"
    r"(?P<sign>\+{1,2}|\.{1,2}|&|<>|~|\|\||\^|<<)\s{0,40}(?:[frbu@$]{0,2}[\"'`])$"
)
#: Names that a string fills in before a path: {{base}}/x, ${base}/x, \(base)/x, <base>/x, $BASE/x.
_FILLED_IN: Final = re.compile(
    rf"(?:[$#%@]?\{{{{0,2}}(?P<braced>(?!{METHOD_WORD})[^{{}}\n/]{{1,60}})\}}{{1,3}}"
    r"|[\\$]\((?P<round>[^()\n/]{1,60})\)|(?<!\w)\$(?P<shell>\w[\w.:>-]{0,60})"
    r"|[<\[](?P<angled>[\w. -]{0,30}(?:base|prefix|root|host|server|parent|api)[\w. -]{0,30})"
    r"[>\]])$",
    re.IGNORECASE,
)
#: Functions that put a path together of their arguments: join("/", [base, "*"]).
_GIVEN: Final = re.compile(
    r"(?:join|implode|concat\w{0,6}|paste0?|combine)\s?\((?:[^()\n\"'`]{1,60},\s{0,9})?[\"'`]$",
    re.IGNORECASE,
)
#: What they put between them, which is no path: join("/", …), {"Fn::Join": ["/", …]}.
_SEPARATOR: Final = re.compile(
    r"(?:join|implode)[\"']?\s?[:(]\s{0,3}[\[(]?\s{0,3}[\"'`]$", re.IGNORECASE
)
#: The last of a list that is put together: [prefix, "*"].join("/").
_LISTED: Final = re.compile(r",\s{0,9}[\"'`]$")
_LIST_JOINED: Final = re.compile(r"[^\s\"'`]{1,80}[\"'`][^\[\]\"'`]{0,60}\]\s{0,9}\.\s?join\(")
_NAMES_ADDRESS: Final = re.compile(
    r"api|ur[il]|host|base|endpoint|root|server|ovh|address|domain_?name", re.IGNORECASE
)
_LAST_NAME: Final = re.compile(r"[\w$.>:()\[\]-]{1,60}$")
#: A string that is the API's address, or one that ends with a method: "GET " + "/me".
_NO_BEGINNING: Final = re.compile(rf"://[^\s\"'`]*$|(?<!\w){METHOD_WORD}[ \t:]*$")
#: Joins strings in SQL, and gives another value in JavaScript.
_OR_ELSE: Final = "||"
_LONGEST_LEAD: Final = 120
#: Ends a string's quote, a placeholder or a variable.
MAY_END: Final = frozenset(f"\"'`}})>]_{ascii_letters}{digits}")


def begins_before(text: str, start: int, path: str) -> bool:
    """Whether the path that is read at ``start`` begins before it, with what is not told."""
    if text[start - 1 : start] not in MAY_END:
        return False
    lead = text[max(0, start - _LONGEST_LEAD) : start]
    if path == "/" and _SEPARATOR.search(lead):
        return True
    if _LISTED.search(lead) and _LIST_JOINED.match(text, start):
        return not _is_whole(path)
    if filled_in := _FILLED_IN.search(lead):
        return not _is_below_address(filled_in[filled_in.lastgroup or 0], path)
    if _GIVEN.search(lead):
        return not _is_whole(path)
    added = _ADDED.search(lead)
    return added is not None and _is_added(lead[: added.end("operand")], added, path)


def _is_added(operand: str, added: re.Match[str], path: str) -> bool:
    """Whether code adds the path to the operand that ends there, and it is a part of the path."""
    if added["quote"]:
        string = operand[:-1].rpartition(added["quote"])[2]
        return not _NO_BEGINNING.search(string) and not _is_whole(path)
    if _NO_BEGINNING.search(operand):
        return False
    if added["sign"] == _OR_ELSE:
        return not _is_whole(path)
    name = _LAST_NAME.search(operand)
    return not _is_below_address(name[0] if name else "", path)


def _is_below_address(name: str, path: str) -> bool:
    """Whether a variable may be the address of the API: by its name, before a whole route."""
    return _is_whole(path) and _NAMES_ADDRESS.search(name) is not None


def _is_whole(path: str) -> bool:
    """Whether it is a route by itself, and not everything."""
    return not path.startswith(("/*", "/{")) and path != "/" and is_route(path)
