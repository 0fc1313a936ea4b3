"""Calls in code around a rule: functions that take a rule away or try it, and other clients' calls.

``rules.remove(("DELETE", "/me"))`` takes away; ``app.get("/me", …)`` is a route of a server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.pieces import Piece

_LONGEST_LEAD: Final = 160
_NAME: Final = re.compile(r"[A-Za-z_$][\w$]{0,60}$")
_PART: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: Parts of names of functions that do not grant the rule.
_NOT_GRANTING: Final = frozenset(
    (
        *("remove", "removes", "removed", "delete", "discard", "drop", "unset", "pop", "skip"),
        *("without", "exclude", "except", "minus", "subtract", "filter", "ignore"),
        *("reject", "refuse", "refuses", "refused", "deny", "denied", "denies"),
        *("forbid", "forbidden", "disallow", "revoke", "revoked", "block", "blocked", "disable"),
        *("assert", "expect", "raises", "throws", "is", "has", "check", "contain", "contains"),
    )
)
#: Parts of names of functions that ask for a rule, make a call or keep what they are given.
_KNOWN: Final = frozenset(
    (
        *("add", "append", "push", "put", "insert", "call", "request", "requests", "rule", "rules"),
        *("right", "rights", "access", "grant", "allow", "permit", "new", "dict", "array", "list"),
        *("set", "tuple", "map", "print", "printf", "echo", "log", "format", "sprintf", "write"),
        *(
            "send",
            "exec",
            "execute",
            "invoke",
            "do",
            "run",
            "api",
            "ovh",
            "query",
            "method",
            "path",
        ),
        *("credential", "credentials", "entry", "json", "dumps", "stringify", "encode", "decode"),
        *("object", "struct", "hash", "of", "from", "vec", "extend", "concat", "toset", "ask"),
        *(
            "create",
            "authorize",
            "token",
            "verb",
            "http",
            "curl",
            "rest",
            "if",
            "while",
            "for",
            "and",
        ),
        *("switch", "return", "await", "elif", "elseif", "unless", "when", "or", "not", "in"),
        *("get", "post", "delete", "patch", "fetch", "open", "client", "key", "keys"),
    )
)
#: Functions and attributes by which servers take requests.
_ROUTE: Final = re.compile(
    r"\w*Mapping|Http(?:Get|Post|Put|Delete|Patch)|Map(?:Get|Post|Put|Delete|Methods)|Handle(?:Func|r)?"
    r"|[Rr]outes?|[Rr]outer|Path(?:Prefix)?|match|scope|add_url_rule|add_resource|add_route|register",
)
#: Whose functions set up a server, or what stands for one in a test.
_OF_SERVER: Final = re.compile(
    r"\$?\b(?P<name>(?:\w{0,20}[rR])outer|routes?|app|server|mux|blueprint|bp|nock|mock\w{0,20}|cy|page)"
    r"(?:\.|->|::)$"
)
#: Functions that send a request to where the page or the program came from.
_SENDING: Final = re.compile(
    r"fetch|Request|ajax|axios|ky|got|getJSON|superagent|XMLHttpRequest|open"
)
_PATH_IN_QUOTES: Final = re.compile(r"[\"'`]/")
#: A method as frameworks for servers have it: @Get("/me"), #[get("/me")], get "/me" do.
_DECLARED: Final = re.compile(
    r"(?<=[@\[])(?:Get|Post|Put|Delete|Patch|GET|POST|PUT|DELETE|get|post|put|delete)[(\s]"
    r"|(?:get|post|put|delete|patch)[ \t]+[\"']/"
    r"|(?<=\()(?:GET|POST|PUT|DELETE|PATCH)[ \t]+[\"']/"
)
#: Around a rule in a program that tries another one.
_TESTED: Final = re.compile(
    r"\bassert\b[^\n]*$|\b(?:def[ \t]+test_|func[ \t]+Test[A-Z]|(?:it|test|describe)\([\"'`]"
    r"|@Test\b)"
)
#: What a server does with a request, behind its route.
_HANDLED: Final = re.compile(
    r"[\"']?(?:[ \t]+|[ \t]*,[ \t]*)@?(?:controllers\.\w+|\w+Controller\b"
    r"|\w+(?:\.\w+){2,}[ \t]*(?:\(|$))",
    re.MULTILINE,
)
#: Whose functions call OVHcloud, by the names that programs give it.
_CLIENT: Final = re.compile(
    r"(?i:[$\w]*(?:ovh|api|client|conn|connection|sdk|kimsufi|soyoustart|keydesk)\w*|\$?self|\$?this|c|o|me|request)"
)
_RECEIVER: Final = re.compile(r"(?P<name>[A-Za-z_$][\w$]{0,60})(?:\(\))?(?:\.|->|::)$")
_ROUTED: Final = re.compile(r"(?P<name>\w{1,30})\((?P<has_prefix>[\w.]{1,60}[ \t]?[+.])?")
_LOCAL: Final = re.compile(
    r"https?://(?P<host>localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1\]|10(?:\.\d{1,3}){3}"
    r"|192\.168(?:\.\d{1,3}){2})(?=[:/])",
    re.IGNORECASE,
)


def called_functions(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Sentence]]:
    """The pieces of a text that such a call has, each with the remark, and those of the same rule
    as one that a function takes away."""
    doubts = [(piece, doubt) for piece in pieces if (doubt := _doubt_of(text, piece))]
    yield from doubts
    taken_away = {
        rule: doubt
        for piece, doubt in doubts
        for rule in piece.rules
        if any(map(_grants_nothing, _functions_around(_lead_of(text, piece))))
    }
    known = {id(piece) for piece, _ in doubts}
    for piece in pieces if taken_away else ():
        doubt = next((taken_away[rule] for rule in piece.rules if rule in taken_away), None)
        if doubt and id(piece) not in known:
            yield piece, doubt


def _lead_of(text: str, piece: Piece) -> str:
    return text[max(0, piece.start - _LONGEST_LEAD) : piece.start]


def _doubt_of(text: str, piece: Piece) -> Sentence | None:
    within = text[piece.start : min(piece.end, piece.start + _LONGEST_LEAD)]
    if local := _LOCAL.search(within):
        return say(_TO_LOCAL, host=local["host"])
    lead = _lead_of(text, piece)
    functions = list(_functions_around(lead))
    if name := next(filter(_grants_nothing, functions), ""):
        return say(_NOT_GRANTED, name=visible_text(name))
    if name := _other_client(lead, within) or _other_function(functions, lead, within):
        return say(_UNKNOWN, name=visible_text(name))
    if _TESTED.search(lead):
        return _IN_TEST
    is_served = _DECLARED.match(text, piece.start) or _HANDLED.match(text, piece.end)
    return _SERVED if is_served else None


def _functions_around(lead: str) -> Iterator[str]:
    """The functions around a rule whose brackets are open before it, the innermost first."""
    opened = 0
    for place in range(len(lead) - 1, -1, -1) if "(" in lead else ():
        if lead[place] == ")":
            opened += 1
        elif lead[place] == "(" and opened:
            opened -= 1
        elif lead[place] == "(":
            match = _NAME.search(lead, max(0, place - 61), place)
            yield match[0] if match else ""
            if match and (server := _OF_SERVER.search(lead, 0, match.start())):
                yield server["name"]
        elif lead[place] == "{" and lead[:place].rstrip()[-1:] in {"(", ","}:
            continue  # an object that the function is given
        elif lead[place] in ";{}" or lead.startswith("\n\n", place):
            return


def _grants_nothing(name: str) -> bool:
    return not _NOT_GRANTING.isdisjoint(part.lower() for part in _PART.findall(name))


def _is_server(name: str) -> bool:
    return _OF_SERVER.fullmatch(f"{name}.") is not None


def _is_unknown(name: str) -> bool:
    return bool(name) and _KNOWN.isdisjoint(part.lower() for part in _PART.findall(name))


def _other_function(functions: Sequence[str], lead: str, within: str) -> str:
    """A function of a server or a page among those around a rule or within it."""
    inner = _ROUTED.search(within)
    names = [*functions[:2], *([inner["name"]] if inner else [])]
    if name := next((name for name in names if _ROUTE.fullmatch(name) or _is_server(name)), ""):
        return name
    is_given = functions[:1] != [""] and not _ROUTED.match(within)
    if is_given and (name := next(filter(_is_unknown, functions[:1]), "")):
        return name
    has_path_alone = _PATH_IN_QUOTES.search(f"{lead[-1:]}{within}") is not None
    return next(filter(_SENDING.fullmatch, functions[:1]), "") if has_path_alone else ""


def _other_client(lead: str, within: str) -> str:
    """Whose function is called, where that is no client of OVHcloud's by its name."""
    routed = _ROUTED.match(within)
    if routed is None or routed["has_prefix"]:
        return ""
    if _ROUTE.fullmatch(routed["name"]):
        return routed["name"]
    receiver = _RECEIVER.search(lead)
    return receiver["name"] if receiver and not _CLIENT.fullmatch(receiver["name"]) else ""


_TO_LOCAL: Final = gettext_noop("The call goes to %(host)s. Is OVHcloud's API reached by that?")
_SERVED: Final = say(
    gettext_noop("It reads like a route of a server. Is it a call to OVHcloud's API?")
)
_IN_TEST: Final = say(
    gettext_noop("It stands in a test. Is it a call that the program itself makes?")
)
_NOT_GRANTED: Final = gettext_noop("“%(name)s” stands around it, and may not ask for it.")
_UNKNOWN: Final = gettext_noop("Where %(name)s leads is not told here. Is it OVHcloud's API?")
