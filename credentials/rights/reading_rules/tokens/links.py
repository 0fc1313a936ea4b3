"""Links: createToken's with rules in their query, the API console's, and addresses of calls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from credentials.core import API_HOSTS, HOST_ALIAS, Method, Sentence, gettext_noop, say
from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.paths.glued import batch_behind
from credentials.rights.reading_rules.paths.parted_paths import is_named
from credentials.rights.reading_rules.paths.text_path import (
    NO_PATH,
    Pair,
    TextPath,
    path_at,
    whole_path,
    without_version,
)
from credentials.rights.rule_problems import no_method, no_path

#: Between several methods of one path: GET,POST=/me.
_AND: Final = r"(?:[,|+]|%2C|%7C)"
#: Begins a list of rules in a query, with or without the link before it.
QUERY: Final = re.compile(
    rf"(?<![\w/])\??(?:{METHOD_NAMES})(?:{_AND}(?:{METHOD_NAMES}))*(?:\[\d{{0,2}}\])?="
    r"(?=/|\*|%2F|%2A)",
    re.IGNORECASE,
)
#: An address, with or without its scheme; what follows a host without one must be a path.
ADDRESS: Final = re.compile(
    r"https?://[^\s\"'`<>()\[\]{}|\\^/?#]{1,255}"
    r"|(?<![\w@/.-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,6}[a-z]{2,12}(?::\d{1,5})?(?=/)",
    re.IGNORECASE,
)
#: An address that is a part of another one's path, as archives have them.
_ADDRESS_WITHIN: Final = re.compile(r"[\w/*.~%@:+{}$-]*?(?<=/)(?=https?://)", re.IGNORECASE)
_KEY: Final = re.compile(
    rf"(?P<key>[A-Za-z]{{2,20}}(?:{_AND}[A-Za-z]{{2,20}})*)(?:\[\d{{0,2}}\]|%5B\d{{0,2}}%5D)?=",
    re.IGNORECASE,
)
_PARTS_KEYS: Final = re.compile(_AND, re.IGNORECASE)
_VALUE: Final = re.compile(r"(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9/*_.~@:+\-{}$])*")
_BETWEEN: Final = re.compile(r"[&;,]\s{0,3}(?:>\s?)?\??")
_TAIL: Final = re.compile(r"[^\s\"'`<>]*")
#: A method in what is left of a link.
_NAMES_METHOD: Final = re.compile(
    rf"[^\s\"'`<>]{{0,300}}?(?:(?<![A-Za-z])|(?<=%5B))(?:{METHOD_NAMES})(?!\w)"
)
_API_HOSTS: Final = frozenset(
    {HOST_ALIAS, "127.0.0.1", "localhost"} | {row.host for row in API_HOSTS}
)
#: Names of OVHcloud's, old and new, below which its pages are.
_OVHCLOUD: Final = re.compile(
    r"(?:[\w-]+\.){0,4}(?:ovh(?:cloud)?\.[a-z]{2,4}(?:\.[a-z]{2})?|(?:soyoustart|kimsufi|runabove)\.com)"
)
#: In a link a plus sign is a space; behind a path it says nothing.
_BLANKS_AT_END: Final = re.compile(r"(?:%20|%0[9AaDd])+$")
_SPACE: Final = re.compile(r"\+(?=[^+])")
#: What an address has for every path of the API.
_EVERYTHING: Final = re.compile(r"/(?:1\.0|v1)/\*")
_SCHEMA: Final = ".json"
_CONSOLE: Final = re.compile(r"/console(?:-\w{2,12})?(?:/|$)")
_CONSOLE_OLD: Final = re.compile(rf"(?P<path>/.*)[#~](?P<method>{METHOD_NAMES})$", re.IGNORECASE)
_CONSOLE_NEW: Final = re.compile(rf"(?P<method>{METHOD_NAMES})-(?P<path>/.*)$", re.IGNORECASE)
_NEW_BLANK: Final = re.compile(r"(?<=/)-([A-Za-z]\w*)-(?=/|$)")


@dataclass(frozen=True, slots=True)
class Link:
    """What an address holds: rules, or the path of a call, or the reason why it holds neither.

    ``end`` is where it ends in the text. ``call`` is empty where the address is no call.
    """

    end: int
    pairs: tuple[Pair, ...] = ()
    call: TextPath = NO_PATH
    problems: tuple[tuple[int, int, Sentence], ...] = ()


def link_at(text: str, start: int, host_end: int) -> Link:
    """What the address that begins at ``start``, its host ending at ``host_end``, stands for."""
    if within := _ADDRESS_WITHIN.match(text, host_end):
        return Link(within.end())
    path, path_end = path_at(text, host_end)
    host = _host(text[start:host_end])
    if _is_console(path.path):
        return _console(text, start, path_end)
    if text[path_end : path_end + 1] == ",":
        last = batch_behind(text, host_end, path_end, path.path)
        path, path_end = path._replace(is_batch=last > path_end), last
    is_token_page = _is_token_page(path.path)
    after = text[path_end : path_end + 1]
    if after == "?" or (after == "#" and is_token_page):
        link = query_at(text, path_end + 1)
        if link.pairs and not is_ovhcloud(host):
            return Link(link.end, problems=((start, link.end, say(_ELSEWHERE, host=host)),))
        if link.pairs or link.problems:
            return link
        path_end = link.end
    if is_token_page:
        reason = _UNREAD if _NAMES_METHOD.match(text, path_end) else _NO_RULES
        return Link(path_end, problems=((start, path_end, reason),))
    is_file = path.path.endswith(_SCHEMA) and host in _API_HOSTS
    if is_file and is_named(without_version(path).path.removesuffix(_SCHEMA)):
        reason = say(_IS_SCHEMA, path=path.path)
        return Link(path_end, problems=((start, path_end, reason),))
    return _call(path, path_end, host)


def _host(address: str) -> str:
    host = urlsplit(f"//{address.partition('://')[2] or address}").hostname
    return (host or "").lower()


def is_ovhcloud(host: str) -> bool:
    """Whether OVHcloud's API or its pages are at a host; ``host`` in lower case."""
    return host in _API_HOSTS or _OVHCLOUD.fullmatch(host) is not None


def query_at(text: str, start: int) -> Link:
    """The rules of a query: ``GET=/me&POST=/domain/zone/*``, raw or percent-encoded."""
    place, pairs = start, []
    problems: list[tuple[int, int, Sentence]] = []
    if text[place : place + 1] == "?":
        place += 1
    while match := _KEY.match(text, place):
        key, (path, raw, end) = match["key"], _value_at(text, match.end())
        names = _PARTS_KEYS.split(key.upper())
        if unknown := [name for name in names if name not in Method.__members__]:
            if path.path and not path.stray:
                problems.append((place, end, no_method(key if len(names) == 1 else unknown[0])))
        elif path.stray or not path.path:
            problems.append((place, end, no_path(raw)))
        else:
            has_plus = _SPACE.search(path.path) is not None
            spelled = without_version(path)._replace(has_plus=has_plus)
            pairs.append(Pair(place, end, tuple(map(Method, dict.fromkeys(names))), spelled))
        place = end
        between = _BETWEEN.match(text, place)
        if between is None or not _KEY.match(text, between.end()):
            break
        place = between.end()
    return Link(_end_of(text, place), tuple(pairs), problems=tuple(problems))


def _value_at(text: str, start: int) -> tuple[TextPath, str, int]:
    """The path of a pair as a rule spells it and as the link does, and where it ends."""
    if text[start : start + 1] == "/":
        path, end = path_at(text, start)
        if "%" in path.path and not path.stray:
            bare = _BLANKS_AT_END.sub("", path.path)
            whole = whole_path(unquote(bare))
            path = whole._replace(path=f"{whole.path}{path.path[len(bare) :]}")
        return path, unquote(text[start : end + len(path.stray)]), end
    match = _VALUE.match(text, start)
    raw = match[0].rstrip(".:") if match else ""
    return whole_path(unquote(raw)), unquote(raw), start + len(raw)


def _end_of(text: str, place: int) -> int:
    """Where a link ends whose rules end at ``place``: a fragment is still a part of it."""
    if text[place : place + 1] == "#":
        match = _TAIL.match(text, place)
        return match.end() if match else place
    return place


def _call(path: TextPath, end: int, host: str) -> Link:
    """A call; its version is the address's own, and says nothing of a rule."""
    bare = without_version(path)
    is_elsewhere = host not in _API_HOSTS
    if not is_elsewhere and _EVERYTHING.fullmatch(path.path):
        bare = path._replace(path="/*", version=path.path[:-2], is_address_of_all=True)
    is_call = bool(path.path) and (bool(bare.version) or not is_elsewhere)
    call = bare._replace(version="", host=host if is_elsewhere else "")
    return Link(end, call=call if is_call else NO_PATH)


def _console(text: str, start: int, place: int) -> Link:
    """Links of both consoles: ``#/me~GET``, ``#/me#GET`` and ``#get-/domain/zone/-zoneName-``."""
    tail = _TAIL.match(text, place)
    end = tail.end() if tail else place
    raw = text[place:end].rstrip(".,;:!)]}")
    end = place + len(raw)
    fragment = unquote(raw.partition("#")[2])
    match = _CONSOLE_OLD.match(fragment) or _CONSOLE_NEW.match(fragment)
    if match is None:
        return Link(end)
    path = whole_path(_NEW_BLANK.sub(r"{\1}", match["path"]))
    if path.stray:
        return Link(end, problems=((start, end, no_path(fragment)),))
    pair = Pair(start, end, (Method(match["method"].upper()),), path)
    return Link(end, (pair,))


def _is_console(path: str) -> bool:
    return _CONSOLE.match(path) is not None


def _is_token_page(path: str) -> bool:
    return "createtoken" in path.lower()


_ELSEWHERE: Final = gettext_noop(
    "This link leads to %(host)s, which is no host of OVHcloud's. Its rules are left: paste them "
    "without it if they are meant."
)
_IS_SCHEMA: Final = gettext_noop(
    "%(path)s is a file that tells what routes there are. It needs no rule."
)
_UNREAD: Final = say(
    gettext_noop(
        "The rules of this link could not be read. Open it, and copy the address that the browser "
        "shows."
    )
)
_NO_RULES: Final = say(
    gettext_noop(
        "This link holds no rules. A createToken link has them after a question mark: "
        "?GET=/me&POST=/domain/zone/*"
    )
)
