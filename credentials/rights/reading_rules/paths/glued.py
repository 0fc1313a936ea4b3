"""What is glued to a path and no path has: then the path may begin before it, or go on after it."""

from __future__ import annotations

import re
from typing import Final

from credentials.rights.reading_rules.method_names import METHOD_NAMES, METHOD_WORD
from credentials.rights.reading_rules.paths.parted_paths import is_parted, is_route

#: What may stand right before a path: a blank, the beginning of a string, a list, a cell, an arrow.
_BEFORE: Final = frozenset("\"'`([{<>)]}:=,;|│║┃→⇒➜➔⟶•·●▪◦/")
#: A method in marks of its own: **GET**/me.
_MARKED: Final = re.compile(rf"(?P<mark>[*_~]{{1,3}})(?:{METHOD_WORD})(?P=mark)$")
_LONGEST_MARKED: Final = 14
#: A sign after which no word follows at once, unless it is a method or a query: /me?count=1.
_ENDING: Final = re.compile(
    rf"(?:[\"'`)\]}}<>#=\\!]|[?&](?![\w.%\[\]-]{{1,60}}=))(?!{METHOD_WORD})\w|→[^\W\d]",
    re.IGNORECASE,
)
#: The same of signs that part cells, where a method, a key or a quote leads to the path:
#: GET /do,main.
_PARTING: Final = re.compile(
    rf"[,;|](?!{METHOD_WORD}|\d{{1,9}}(?:\.\d{{1,9}})?(?:ms|s)?(?:[^\w/.]|$))\w", re.IGNORECASE
)
_LED: Final = re.compile(
    rf"(?:(?<![\w-])(?:{METHOD_NAMES}|path|url)[ \t]{{0,3}}[ \t:=|][ \t]{{0,3}}|[\"'`])$",
    re.IGNORECASE,
)
_LONGEST_LEAD: Final = 14
_IN_BRACKETS: Final = re.compile(rf"<(?:(?:{METHOD_WORD}|https?)[^<>]*)?$", re.IGNORECASE)
_MORE_NUMBERS: Final = re.compile(r"(?:,\d{1,19}){1,200}(?![\w.])")
#: The same of names, which a query says to be several.
_MORE_NAMES: Final = re.compile(r"(?:,[\w.-]{1,80}){1,200}(?=\?(?:[\w=%-]{1,60}&)?batch=)")
#: More of the string that is the value of a key: "path": "/me; DELETE /vps".
PARTS_RULES: Final = frozenset(";,|&")
_VALUE_LEAD: Final = re.compile(r"[\"'](?:path|url|uri)[\"'][ \t]{0,3}(?::|=>)[ \t]{0,3}[\"']$")
_LONGEST_KEY: Final = 20
_REST_OF_VALUE: Final = re.compile(r"[;,|&]{1,2}[ \t]{1,3}[^\"'\n]{1,200}(?=[\"'])")
_WORD: Final = re.compile(r"\w+")
_QUOTES: Final = frozenset("\"'`")
#: More of a string in quotes behind a blank; a method is none: "/me GET".
_REST_OF_STRING: Final = {
    quote: re.compile(rf"[ \t]{{1,3}}(?!{METHOD_WORD})[^{quote}\s\n][^{quote}\n]{{0,200}}{quote}")
    for quote in _QUOTES
}


def glued_before(text: str, start: int) -> str:
    """The character right before the path at ``start`` that may belong to it, or ``""``."""
    before = text[start - 1 : start]
    if not before or before.isspace() or before in _BEFORE:
        return ""
    if before.isascii() and before.isalnum():
        return ""  # the end of a method: GET/me; other words take the slash with them
    if before == "\\" and text[start] == "\\":
        return ""  # a slash that was escaped twice
    if before in "*_~" and _MARKED.search(text, max(0, start - _LONGEST_MARKED), start):
        return ""
    return before


def glued_after(text: str, start: int, end: int, path: str) -> str:
    """The character right after ``path``, which is ``text[start:end]``, if it may go on behind it.

    Else ``""``. A blank is one within quotes that the path alone does not fill: "/m e".
    """
    after, before = text[end : end + 1], text[start - 1 : start]
    if after in {"", "\n"}:
        return ""
    if before in _QUOTES and _REST_OF_STRING[before].match(text, end):
        return " "
    if _ENDING.match(text, end):
        return "" if after == "?" and _is_query(text, end, path) else after
    return after if _PARTING.match(text, end) and not _are_cells(text, start, after) else ""


def batch_behind(text: str, start: int, end: int, path: str) -> int:
    """Where numbers end that follow the number at the end of a path, or names that a query says to
    be several: /record/101,102,103, /bill/FR1,FR2?batch=,.

    ``end`` where there are none, or where they may be the next cells of a row.
    """
    pattern = _MORE_NUMBERS if path.rpartition("/")[2].isdigit() else _MORE_NAMES
    more = pattern.match(text, end)
    if more is None or text[start - 1 : start] in {",", ";"}:
        return end
    return more.end()


def value_end(text: str, start: int, end: int) -> int:
    """Where the value of a key ends that has more than the path ``text[start:end]``, or ``end``."""
    if not _VALUE_LEAD.search(text, max(0, start - _LONGEST_KEY), start):
        return end
    more = _REST_OF_VALUE.match(text, end)
    return more.end() if more else end


def ends_tag(text: str, start: int, end: int) -> str:
    """The sign behind ``text[start:end]`` if a slash before it may end a tag: <rule path=/me/>.

    Else ``""``, as for a link or a rule in angle brackets.
    """
    if text[end - 1 : end + 1] != "/>":
        return ""
    is_whole = _IN_BRACKETS.search(text, max(0, start - _LONGEST_LEAD), start)
    return "" if is_whole else ">"


def _are_cells(text: str, start: int, sign: str) -> bool:
    """Whether a sign may part the cell of the path at ``start`` from the next one: /me|yes."""
    lead = _LED.search(text, max(0, start - _LONGEST_LEAD), start)
    return lead is None or (sign == "|" and "|" in lead[0])


def _is_query(text: str, end: int, path: str) -> bool:
    """Whether a question mark begins a query without a value: /me?all. Not /do?main."""
    word = _WORD.match(text, end + 1)
    return is_route(path) and not is_parted(path, [word[0]] if word else [])
