"""Paths that code puts together: a string, a variable, another string, in any of the languages."""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.reading_rules.method_names import METHOD_WORD
from credentials.rights.reading_rules.paths.parted_paths import is_route

#: The arguments of a call, or an index: (vps.name), ["zone"], with calls within them.
_CALLED: Final = (
    r"(?:\((?:[^()\n\"']|\([^()\n]{0,60}\)|\"[^\"\n]{0,40}\"|'[^'\n]{0,40}'){0,80}\)"
    r"|\[[^\]\n]{0,60}\])"
)
_EXPRESSION: Final = (
    rf"[$@]{{0,2}}[A-Za-z_]\w{{0,60}}(?:(?:\.|->|::|\?\.)\$?[A-Za-z_]\w{{0,60}}|{_CALLED}){{0,8}}"
)
_LEADS: Final = (
    r"(?:(?:\+{1,2}|\.\.)\s{0,40}|\.\s{0,40}(?=[$@])|\.\s(?=\w{1,40}\()"
    r"|(?<=[\"']\s)(?:&|<>|~|\|\||\^|<<)\s{1,4})"
)
_FOLLOWS: Final = r"(?:\+{1,2}|\.{1,2}|&|<>|~|\|\||\^|<<)"
#: A variable between two strings, or at the end: "/vps/" + name + "/ips".
JOINED: Final = (
    rf"(?P<quote>[\"'`])\s{{0,40}}(?:\\\s{{1,40}})?{_LEADS}(?!{METHOD_WORD})(?P<variable>{_EXPRESSION})"
    rf"(?:\s{{0,40}}(?:\\\s{{1,40}})?{_FOLLOWS}\s{{0,40}}(?P=quote))?"
    r"|[\"']{1,2}\$\{?(?P<shell>[A-Za-z_]\w{0,60})\}?[\"']{1,2}(?=/)"
)
#: What languages fill in within a string: \(name), $(name), #{name}, @{[name]}, {d["name"]}.
FILLED_IN: Final = (
    r"\\\((?:[^()\n]|\((?:[^()\n]|\([^()\n]{0,40}\)){0,40}\)){1,60}\)",
    r"\$\((?:[^()\n]|\([^()\n]{0,40}\)){1,60}\)",
    r"#\{[^{}\n]{1,60}\}",
    r"@\{\[[^\]\n]{1,60}\]\}",
    r"\{[A-Za-z_][\w.]{0,40}\[[\"'][\w-]{1,30}[\"']\]\}",
    r"\{[A-Za-z_][\w.]{0,40}\([^(){}\n]{0,60}\)\}",
    r"%(?:\d{1,2}\$|\[\d\])?(?:[sdvqiu]|l{1,2}[du])(?![A-Za-z0-9])",
    r"%@(?![A-Za-z0-9])",
)
#: Goes on behind a string or a variable in a way that is not read: "/vps/" + (a ? b : c).
_GOES_ON: Final = re.compile(
    rf"(?P<quote>[\"'`]?)\s{{0,40}}(?:\\\s{{1,40}})?(?:\+{{1,2}}|\.\.(?!\.)|<>|\.(?=\s?[$@(]))\s{{0,40}}"
    rf"(?![\"'`](?:/|\\/|[^\w\"'`]{{0,3}}{METHOD_WORD}|[\"'`,)])|{METHOD_WORD})[\w$(\"'`\[@]"
)
#: The same by other means: "/vps/".concat(name), "/vps/%s" % name + "/ips", ["/vps", n].join("/").
_JOINED_BY: Final = re.compile(
    r"[\"'`](?:\.(?:concat|append|plus|\w{0,10}[jJ]oin)\(|\s{0,4}%\s{0,4}[\w.$()\[\]\"']{1,60}\s{0,4}\+"
    r"|(?:\s{0,4},\s{0,4}[^\]\n]{1,80})?\]\s{0,4}\.\s{0,4}join\()"
)
#: Names given for blanks that the path does not have: "/vps/" % name.
_FORMATTED: Final = re.compile(r"[\"'`]\s{0,4}%\s{0,4}[\w(]")
#: A variable behind a path that ends with a slash, and a string right behind it.
_ARGUMENT: Final = re.compile(
    r"[\"'`](?:\s{0,4},\s{0,4}(?!null|nil|[Nn]one|undefined)\$?[A-Za-z_]\w*\s{0,4}[,)]|\s{1,4}[\"'`]\w)"
)
#: A second string that begins with a slash as well: "/vps" + "/ips".
_SECOND: Final = re.compile(
    r"[\"'`]\s{0,4}(?:\+|\.(?=[\"'`])|&|<>|\.\.|\|\|)\s{0,4}[\"'`](?P<path>/[^\"'`\s]*)"
)
#: Functions that put a path together of what they are given: paste0("/vps/", name).
_PASTING: Final = re.compile(
    r"(?:paste0?|concat(?:enate)?|join|url_?join|file\.path|cat|str_c|glue|StringBuilder|strcat)"
    r"\s?\(\s{0,4}[\[(]?[frb@$]?$",
    re.IGNORECASE,
)
_LONGEST_PASTING: Final = 24
_NEXT_ARGUMENT: Final = re.compile(r"[\"'`]\s{0,4},\s{0,4}[A-Za-z_$@\"'`]")
_WORD: Final = re.compile(r"[A-Za-z_]\w*(?!\w*\s?[(=])")
_QUOTES: Final = frozenset("\"'`")
_NO_NAMES: Final = frozenset(("this", "self", "r", "s", "d", "f"))


def is_open(text: str, start: int, end: int, *, has_variable: bool) -> bool:
    """Whether code puts more behind the path ``text[start:end]`` that is not told.

    ``has_variable``: the path ends with a variable of the code.
    """
    if not has_variable and text[end : end + 1] not in _QUOTES:
        return False
    match = _GOES_ON.match(text, end)
    if match and bool(match["quote"]) != has_variable:
        return True
    raw = text[start:end]
    if not has_variable and _is_joined(text, raw, end):
        return True
    quote_place = start - 1
    lead = text[max(0, quote_place - _LONGEST_PASTING) : max(quote_place, 0)]
    return _NEXT_ARGUMENT.match(text, end) is not None and _PASTING.search(lead) is not None


def _is_joined(text: str, raw: str, end: int) -> bool:
    """Whether code joins more to the string that ends with the path ``raw``, in other ways."""
    second = _SECOND.match(text, end)
    if second and (second["path"] == "/" or not is_route(second["path"])):
        return True
    if _JOINED_BY.match(text, end) or ("%" not in raw and _FORMATTED.match(text, end)):
        return True
    return raw.endswith("/") and _ARGUMENT.match(text, end) is not None


def name_of(expression: str) -> str:
    """The variable in an expression, no function or constant of it; or ``""``."""
    words = [word for word in _WORD.findall(expression) if word not in _NO_NAMES]
    variables = [word for word in words if not word.isupper()] or words
    return variables[-1] if variables else ""
