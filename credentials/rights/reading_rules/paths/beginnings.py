"""What stands right before a path and is a part of it: a variable, a string, a placeholder.

``prefix + "/*"`` and ``$BASE/record`` begin with what nobody told, so the tail is no path of its
own. A variable for the address of the API before a whole route is none of the path.
"""

from __future__ import annotations

import re
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
    r"|[<\[](?P<angled>[\w. -]{0,30}(?:base|prefix|root|host|server|parent|api)[\w. -]{0,30})[>\]])$",
    re.IGNORECASE,
)
#: Functions that put a path together of their arguments: join("/", [base, "*"]).
_GIVEN: Final = re.compile(
    r"(?:join|implode|concat\w{0,6}|paste0?|combine)\s?\((?:[^()\n\"'`]{1,60},\s{0,9})?[\"'`]$",
    re.IGNORECASE,
)
_NAMES_ADDRESS: Final = re.compile(
    r"api|ur[il]|host|base|endpoint|root|server|ovh|address|domain_?name", re.IGNORECASE
)
_LAST_NAME: Final = re.compile(r"[\w$.>:()\[\]-]{1,60}$")
#: A string that is the API's address, or one that ends with a method: "GET " + "/me".
_NO_BEGINNING: Final = re.compile(rf"://[^\s\"'`]*$|(?:^|\W){METHOD_WORD}[ \t:]*$")
_LONGEST_LEAD: Final = 120
_SIGNS: Final = frozenset("\"'`})>]")


def begins_before(text: str, start: int, path: str) -> bool:
    """Whether the path that is read at ``start`` begins before it, with what is not told."""
    before = text[start - 1 : start]
    if before not in _SIGNS and not before.isalnum() and before != "_":
        return False
    lead = text[max(0, start - _LONGEST_LEAD) : start]
    if path == "/" and _GIVEN.search(lead):
        return True
    if filled_in := _FILLED_IN.search(lead):
        return not _is_below_address(filled_in[filled_in.lastgroup or 0], path)
    if _GIVEN.search(lead):
        return not is_route(path) or _is_everything(path)
    added = _ADDED.search(lead)
    if added is None:
        return False
    operand = lead[: added.end("operand")]
    if not added["quote"]:
        name = _LAST_NAME.search(operand)
        is_method = re.search(rf"(?<!\w){METHOD_WORD}$", operand) is not None
        return not is_method and not _is_below_address(name[0] if name else "", path)
    string = operand[:-1].rpartition(added["quote"])[2]
    if _NO_BEGINNING.search(string):
        return False
    return not is_route(path) or _is_everything(path)


def _is_below_address(name: str, path: str) -> bool:
    """Whether a variable may be the address of the API: by its name, before a whole route."""
    is_address = _NAMES_ADDRESS.search(name) is not None
    return is_address and is_route(path) and not _is_everything(path)


def _is_everything(path: str) -> bool:
    return path.startswith(("/*", "/{")) or path == "/"
