"""Calls that tools tell of in words, without a method and a path."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from credentials.core import Method
from credentials.rights.catalogue.cli_commands import cli_calls_in
from credentials.rights.refusals.logged_calls import LoggedCall

_ZONE: Final = r"[\"'` ]{1,3}([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})\.?(?![\w-])"
#: What acme.sh says after a record was added.
_ADDED: Final = "added, sleep"
_Path = Callable[[str], str]
_IS: Final = r"[\"']?[=:] ?[\"']?"


def _discovery(service: str) -> re.Pattern[str]:
    """The line of a discovery that failed, with its two fields in any order."""
    fields = rf"\bdiscovery{_IS}ovhcloud\b", rf"\bservice{_IS}{service}\b"
    first, last = (r"[^\n]{0,2000}?".join(order) for order in (fields, fields[::-1]))
    return re.compile(rf"({first}|{last})")


#: What a tool says, the method, and the path for the name that it says.
_CALLS: Final[tuple[tuple[re.Pattern[str], Method, _Path], ...]] = (
    # libdns, by Caddy
    (
        re.compile(rf"\badding temporary record for zone{_ZONE}"),
        Method.POST,
        "/domain/zone/{}/record".format,
    ),
    (
        re.compile(rf"\bdeleting temporary record for (?:zone|name){_ZONE}"),
        Method.DELETE,
        "/domain/zone/{}/record/0".format,
    ),
    # acme.sh; the zone is in no line of it
    (
        re.compile(r"\b(adding record)\b"),
        Method.POST,
        lambda _: "/domain/zone/{zoneName}/record",
    ),
    # external-dns
    (
        re.compile(rf"\bgetting records for{_ZONE}"),
        Method.GET,
        "/domain/zone/{}/record".format,
    ),
    # Terraform, before it asked /auth/details, which needs no rule
    (
        re.compile(r"\b(ovh client seems to be misconfigured)\b"),
        Method.GET,
        lambda _: "/me",
    ),
    # Prometheus and Grafana Alloy: the list ends the run of a discovery, an object is left out
    (_discovery("vps"), Method.GET, lambda _: "/vps"),
    (_discovery("dedicated_server"), Method.GET, lambda _: "/dedicated/server"),
    (
        re.compile(r"\bovhcloud_vps: could not get details of ([\w.-]{1,200})"),
        Method.GET,
        "/vps/{}".format,
    ),
    (
        re.compile(r"\bovhcloud_dedicated_server: could not get details of ([\w.-]{1,200})"),
        Method.GET,
        "/dedicated/server/{}".format,
    ),
)


#: What Prometheus asks of each object after its details, and what the CLI does of a list.
_IPS: Final = "/ips"
_DETAILS: Final = "could not get details of"
_EACH: Final = "/*"


def spoken_call(text: str) -> LoggedCall | None:
    """The last call that a text, in any case, tells of in a tool's words or by its command."""
    lowered = text.lower()
    calls = [
        (match.start(), path(match[1]), method, _IPS if _DETAILS in match[0] else "")
        for expression, method, path in _CALLS
        for match in expression.finditer(lowered)
    ]
    calls += [
        (command.start, command.path, command.method, _EACH if command.is_list else "")
        for command in cli_calls_in(text)
        if command.path
    ]
    if not calls:
        return None
    place, path, method, below = max(calls, key=lambda call: call[0])
    if lowered.find(_ADDED, place) >= 0:
        return None
    return LoggedCall(path, (method,), following=f"{path}{below}" if below else "")
