"""Calls of a program whose base address is another service's: none of OVHcloud's API.

``api = axios.create({baseURL: "https://api.example.com"})``, then ``api.get("/users")``.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from credentials.core import HOST_ALIAS, Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.pieces import Piece
from credentials.rights.reading_rules.tokens.links import is_ovhcloud

_NAME: Final = r"[A-Za-z_$][\w$]{0,60}"
#: Keys of a client's settings, and names of variables, that hold where its calls go.
_BASE_KEY: Final = re.compile(
    r"(?:base|root|prefix)[_-]?(?:ur[il]|address|host)"
    r"|(?:api|service|server|host)[_-]?(?:ur[il]|root|base|host)"
    r"|endpoint|base|host|api",
    re.IGNORECASE,
)
_HOST: Final = r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,12}"
#: An address as the value of a key or a variable, or as what a client is made with.
_ADDRESS: Final = re.compile(
    rf"(?P<key>{_NAME}(?:-\w+)?)[\"']?[ \t]*(?:=>|:=|[:=(])[ \t]*(?:new[ \t]+)?"
    rf"(?:[\w.]{{1,40}}\([ \t]*)?[frb]?[\"'`]?https?://(?P<host>{_HOST})"
    r"|(?P<servers>\bservers)[\"']?[ \t]*:\s*\[?\s*(?:-[ \t]+)?\{?[^{}\[\]\n]{0,120}?"
    r"(?:\n[ \t]+)?\burl[\"']?[ \t]*:[ \t]*"
    rf"[\"']?https?://(?P<served>{_HOST})"
    rf"|(?P<host_key>\bhost)[\"']?[ \t]*[:=][ \t]*[\"']?(?P<bare>{_HOST})(?![\w.])"
    rf"|(?P<client>{_NAME})[ \t]*:?=[ \t]*[^\n;=(]{{0,60}}ovh[^\n;=(]{{0,60}}\(",
    re.IGNORECASE,
)
#: The variable that a statement sets, whose value goes on up to the address.
_VARIABLE: Final = re.compile(
    rf"(?<![\w.])(?P<name>{_NAME})[ \t]*(?:: ?\w+ )?:?=(?![=>])(?P<value>[^=;]*)$"
)
_LONGEST_STATEMENT: Final = 200
#: Whose function is called: client.get("/me"), $ovh->get("/me").
_RECEIVER: Final = re.compile(rf"(?P<name>{_NAME})(?:\(\))?(?:\.|->|::|:)$")
#: A variable before the path of a call: BASE + "/me", ${{BASE}}/me, {{BASE}}/me.
_PREFIX: Final = re.compile(
    rf"(?<!/)(?:\$\{{?(?P<shell>{_NAME})\}}?|\{{{{1,2}}[ \t]?(?P<braced>{_NAME})[ \t]?\}}{{1,2}}"
    rf"|(?<!\w)(?P<added>{_NAME})[ \t]?[+.][ \t]?[\"'`])(?=/)"
)
_LONGEST_LEAD: Final = 80
#: Says that a text is about OVHcloud.
_OURS: Final = re.compile(r"ovh|soyoustart|kimsufi|runabove|accessRules|createToken", re.IGNORECASE)
#: Words of variables for any address; with another word it is some other service's.
_NEUTRAL: Final = re.compile(
    r"(?:ovh(?:cloud)?|apis?|base|root|url|uri|host|endpoint|server|address|prefix|eu|ca|us|v\d|my"
    r"|the|target|service|client|self|this|config|settings?|env|var|full|http|https|[_\d$])*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Bases:
    """What was said up to a place of the text: the host that each name leads to, and the last host
    of a base."""

    hosts: dict[str, str] = field(default_factory=dict)
    last: str = ""


def other_services(text: str, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Sentence, bool]]:
    """The pieces that are calls of another service, each with the sentence, and whether it is sure.

    A call is surely another's where its own client or variable leads there, or where the text has
    nothing of OVHcloud's.
    """
    is_ours = _OURS.search(text) is not None
    addresses, bases = deque(_ADDRESS.finditer(text)), _Bases()
    for described in filter(lambda address: address["servers"], addresses):
        _take_in(bases, text, described)  # a description may name its servers last
    for piece in pieces:
        while addresses and addresses[0].start() < piece.end:
            _take_in(bases, text, addresses.popleft())
        if "://" in text[piece.start : piece.end]:
            continue
        name, host = _own_host(text, piece, bases)
        if host and not is_ovhcloud(host):
            yield piece, say(_OTHER_HOST, host=visible_text(host)), True
        elif not host and bases.last and not is_ovhcloud(bases.last):
            yield piece, say(_OTHER_HOST, host=visible_text(bases.last)), not is_ours
        elif not host and name and not _NEUTRAL.fullmatch(name):
            yield piece, say(_UNKNOWN, name=visible_text(name)), False


def _take_in(bases: _Bases, text: str, address: re.Match[str]) -> None:
    if client := address["client"]:
        bases.hosts[client.lower()] = HOST_ALIAS
        return
    host = (address["host"] or address["bare"] or address["served"]).lower()
    key = address["key"] or address["host_key"] or "host"
    variable = _variable(text[max(0, address.start() - _LONGEST_STATEMENT) : address.start()])
    bases.hosts.update({name.lower(): host for name in (key, variable) if name})
    if variable or _BASE_KEY.fullmatch(key):
        bases.last = host


def _variable(statement: str) -> str:
    """The variable that a statement sets, where it goes on: in its line or within brackets."""
    match = _VARIABLE.search(statement)
    if match is None:
        return ""
    value = match["value"]
    opened = sum(map(value.count, "([{")) - sum(map(value.count, ")]}"))
    return match["name"] if opened > 0 or "\n" not in value else ""


def _own_host(text: str, piece: Piece, bases: _Bases) -> tuple[str, str]:
    """The variable before the path of a piece, and the host that it or its client leads to."""
    lead = text[max(0, piece.start - _LONGEST_LEAD) : piece.start]
    within = f"{lead.rpartition(chr(10))[2]}{text[piece.start : piece.end]}"[-2 * _LONGEST_LEAD :]
    prefix, receiver = _PREFIX.search(within), _RECEIVER.search(lead)
    name = prefix[prefix.lastgroup or 0] if prefix else ""
    names = [name.lower(), receiver["name"].lower() if receiver else ""]
    hosts = [bases.hosts[each] for each in names if each in bases.hosts]
    if not hosts and any("ovh" in each for each in names):
        return name, HOST_ALIAS
    return name, (hosts[0] if hosts else "")


_OTHER_HOST: Final = gettext_noop(
    "Its calls go to %(host)s, which is no host of OVHcloud's API. If it is meant, paste it alone."
)
_UNKNOWN: Final = gettext_noop("Where %(name)s leads is not told here. Is it OVHcloud's API?")
