"""A text as tokens: methods, paths, links, words and signs, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from credentials.core import Method, Sentence
from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.paths.beginnings import begins_before
from credentials.rights.reading_rules.paths.bounded_paths import bounded_path
from credentials.rights.reading_rules.paths.text_path import NO_PATH, PATH, Pair, TextPath
from credentials.rights.reading_rules.tokens.links import ADDRESS, QUERY, link_at, query_at
from credentials.rights.reading_rules.tokens.method_values import is_named_so, otherwise


class Kind(StrEnum):
    """What a token is."""

    METHODS = "methods"
    PATH = "path"
    RULES = "rules"
    WORD = "word"
    SIGN = "sign"
    LINE = "line"


@dataclass(slots=True)
class Token:
    """``text[start:end]``. ``methods`` of METHODS, ``path`` of PATH, ``pairs`` of RULES: of a link,
    a table, a description.

    ``is_address`` says that the path or the rules were a whole address, ``is_sure`` that methods
    were written as such and are no word of a sentence. ``problems`` are pieces of RULES that no
    rule can hold.
    """

    kind: Kind
    start: int
    end: int
    text: str = ""
    methods: tuple[Method, ...] = ()
    path: TextPath = NO_PATH
    pairs: tuple[Pair, ...] = ()
    problems: tuple[tuple[int, int, Sentence], ...] = ()
    is_address: bool = False
    is_sure: bool = True


_AND: Final = (
    r"(?:-[ \t](?:und|oder)[ \t]|[ \t]*/[ \t]*|[ \t]*[,|&+·•][ \t]*(?:(?:and|or)[ \t]+)?"
    r"|[ \t]+(?:and|or|as well as|et|ou|ainsi que|und|oder|sowie|y|o|así como|e|nonché|en|i|lub"
    r"|oraz|plus)[ \t]+|[ \t]+)"
)
_NAME: Final = re.compile(METHOD_NAMES, re.IGNORECASE)
#: Methods in a row, all written alike: in “GET Get the account” the second is a word.
_ALIKE: Final = "|".join(
    rf"(?:{names})(?:{_AND}(?:{names}))*"
    for names in (METHOD_NAMES, METHOD_NAMES.lower(), METHOD_NAMES.title())
)
_METHODS: Final = re.compile(
    rf"(?:(?<![\w-])|(?<=^-))(?:{_ALIKE})"
    r"(?!\w|-(?!>|Zugriff|Recht|Methode|Aufruf)|=(?!>|[\"']/|[ \t]{1,3}[\"']?/))",
    re.MULTILINE,
)
#: Methods in braces before a path, as a shell takes them: {GET,POST} /me.
_BRACED: Final = re.compile(
    rf"\{{[ \t]?((?:{METHOD_NAMES})(?:[ \t]?[,|][ \t]?(?:{METHOD_NAMES}))+)[ \t]?\}}"
    r"(?=[ \t:]{1,4}[/\"'`])"
)
#: A slash that is no path: of <rule .../>, and between two methods in quotes or two keys:
#: `GET`/`POST`, method: GET / path: /me.
_SLASH_ALONE: Final = re.compile(
    rf"/>|/(?=[ \t]?[`\"'](?:{METHOD_NAMES})[`\"'])"
    rf"|(?<=[ \t])/(?=[ \t]{{1,3}}[^\W\d]{{2,12}}[ \t]?[:=])"
)
#: A word in brackets behind methods, before their path: GET (read) /me.
_EXPLAINED: Final = re.compile(r"[ \t]\([^\W\d]{2,20}\)(?=[ \t:]{1,3}[`\"']?/)")
#: Methods in a list behind their path, in lower case as well: /me: [get, put].
_LISTED: Final = re.compile(r"/[^\s:]*[\"']?[ \t]*(?::|=>)[ \t]*\[[\w\s,\"']{0,40}$")
_LONGEST_LISTED: Final = 160
_LOWER_NAMES: Final = frozenset(method.value.lower() for method in Method)
_SDK_LISTS: Final = {
    "api_read_only": (Method.GET,),
    "api_read_write": (Method.GET, Method.POST, Method.PUT, Method.DELETE),
    "api_read_write_safe": (Method.GET, Method.POST, Method.PUT),
    "readonly": (Method.GET,),
    "readwrite": (Method.GET, Method.POST, Method.PUT, Method.DELETE),
    "readwritesafe": (Method.GET, Method.POST, Method.PUT),
}
_WORD: Final = re.compile(r"(?:[^\W\d]|\$)[\w$]*(?:-\w+)*|\d+(?:[.\d]*\d)?")
#: A variable that stands for the address of the API before a path: $OVH_API/me, {{base_url}}/me.
_BASE: Final = re.compile(
    r"(?:\$\{?|\{\{?\s?)[\w.]{0,30}(?:api|url|host|base|endpoint|root|server)\w{0,30}(?:\s?\}){0,2}(?=/)",
    re.IGNORECASE,
)
#: A star that stands for every path: no emphasis, no bullet, no part of anything else.
_STAR_ALONE: Final = re.compile(
    r"(?<![\w*])\*(?=[ \t]*(?:$|[\r\n\"'`,;.)\]}|&<#]|(?:and|et|und)\b))"
)
#: A star that begins a line and is no bullet: nothing is behind it, or methods in a row of a table.
_STAR_OF_LINE: Final = re.compile(
    r"\*[ \t]*(?:[\"'`,;)\]}]*[ \t]*(?:[\r\n]|$)"
    rf"|\|(?:[ \t,/|]{{0,9}}(?:{METHOD_NAMES})){{1,4}}[ \t|]{{0,9}}(?:[\r\n]|$))"
)
#: A method as the key of a path, in lower case as well: get: /me. No sentence has it so.
_KEY_LEAD: Final = re.compile(r"(?:^|[\n{,])[ \t>*•\-\d.]{0,12}[\"'`]?$")
_KEY_VALUE: Final = re.compile(r"[\"'`]?[ \t]{0,3}(?::|=>)[ \t]{0,3}[\"'`]?/")
#: Behind a method in quotes that is an argument before its path: request("get", "/me").
_ARGUMENT: Final = re.compile(r"[\"'`]\s{0,9},\s{0,9}[frb@$]?[\"'`]\\?/")
#: Words for every method that the SDKs have, before a path or as the value of a key.
_EVERY: Final = re.compile(
    r"(?:ALL|ANY)(?=[\"'`*_]{0,3}[ \t]{0,3}(?:[:|,=]|=>)?[ \t]{0,3}[\"'`]?\\?/)"
    r"|(?<=[\"'])(?:ALL|ANY)(?=[\"']\s{0,3}[,;]\s{0,9}[\"']?path\b)"
)
_EVERY_METHOD: Final = (Method.GET, Method.POST, Method.PUT, Method.DELETE)
_LONGEST_LEAD: Final = 14
#: Functions that call: MethodGet, http.MethodPost, PutAsync, PostWithContext, Get<Me>.
_FUNCTION: Final = re.compile(
    rf"(?:http)?method_?(?P<constant>{METHOD_NAMES})|(?:http)?(?P<function>{METHOD_NAMES})"
    r"(?:unauth|async|with(?:context|headers)?|context|json|raw|typed|promised|mapping)*",
    re.IGNORECASE,
)
_TYPES: Final = re.compile(r"\s?(?:(?:::)?<[\w.,\[\]?<> ]{1,80}>\s?)?(?=\()")
_QUOTES: Final = frozenset("\"'`")
_HTTP_VERSION: Final = re.compile(r"HTTP/\d(?:\.\d)?", re.IGNORECASE)
#: Signs in a row; before another, none of ``\\?*`` begins anything.
_SIGNS: Final = re.compile(r"[^\w\s/\\?$*]+|[\\?*]+(?=[\\?*])|[^\W\x00-\x7f]+|.", re.DOTALL)
_CLOSING_TAG: Final = re.compile(r"/[a-z]{1,10}(?=>)", re.IGNORECASE)
#: Blanks; after nine line breaks, more lines without a word say no more.
_BLANKS: Final = re.compile(r"(?:(?<=\n{9})|(?<=(?:\r\n){9}))\s+|[ \t\r\f\v]+")
#: A remark. A heading that is a method is none, nor is what stands after the prompt of root.
NOTE: Final = re.compile(
    r"(?<=[ \t])#(?:[ \t]|-[ \t])[^\n]*"
    rf"|^[ \t]*#(?!\w*[{{/]|#{{0,5}}[ \t]*(?:{METHOD_NAMES})[ \t]*:?[ \t]*$"
    r"|[ \t]+(?:curl|wget|http)[ \t])[^\n]*",
    re.MULTILINE,
)


def tokens_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of ``text[start:end]`` in order; blanks and remarks after ``#`` are none."""
    place, stop = start, len(text) if end is None else end
    while place < stop:
        sign = text[place]
        if sign.isspace() or sign == "#":
            skipped = (NOTE if sign == "#" else _BLANKS).match(text, place)
            if skipped:
                place = skipped.end()
                continue
        token = _token_at(text, place)
        yield token
        place = max(token.end, place + 1)


def _token_at(text: str, place: int) -> Token:
    sign = text[place]
    if sign == "\n":
        return Token(Kind.LINE, place, place + 1)
    if sign in "${" and (base := _BASE.match(text, place)):
        return replace(_path(text, base.end()), start=place, is_address=True)
    if sign.isalnum() or sign in "?_$*":
        return _worded(text, place)
    if sign == "{" and (match := _BRACED.match(text, place)):
        return _methods(match[1], place, match.end())
    return _slashed(text, place) if sign in "/\\" else _signs(text, place)


def _slashed(text: str, place: int) -> Token:
    """What begins with a slash: a path, most often."""
    if text[place - 1 : place] == "<" and (match := _CLOSING_TAG.match(text, place)):
        return Token(Kind.WORD, place, match.end(), match[0][1:])
    if match := _SLASH_ALONE.match(text, place):
        return Token(Kind.SIGN, place, match.end(), match[0])
    token = _path(text, place)
    return token if token.end > place else _signs(text, place)


def _worded(text: str, place: int) -> Token:
    word = _WORD.match(text, place)
    if word is None:
        return _starred(text, place)
    name, after = word[0].lower(), text[word.end() : word.end() + 1]
    if after in {".", ":"} and (match := ADDRESS.match(text, place)):
        return _link(text, place, match.end())
    if function := _function(text, place, word):
        return function
    if name in _LOWER_NAMES:
        return _methods_or_query(text, place, word.end())
    if name in {"all", "any"} and _EVERY.match(text, place):
        return Token(Kind.METHODS, place, word.end(), word[0], _EVERY_METHOD)
    if name == "http" and (match := _HTTP_VERSION.match(text, place)):
        return Token(Kind.WORD, place, match.end(), "http")
    if after == "/" and (tail := PATH.match(text, word.end())):
        return Token(Kind.WORD, place, tail.end(), text[place : tail.end()])  # no slash before it
    methods = _SDK_LISTS.get(name, ())
    kind = Kind.METHODS if methods else Kind.WORD
    return Token(kind, place, word.end(), word[0], methods)


def _function(text: str, place: int, word: re.Match[str]) -> Token | None:
    """The token of a function or a constant that is named after a method."""
    name = _FUNCTION.fullmatch(word[0])
    if name is None:
        return None
    methods = (Method(name[name.lastgroup or 0].upper()),)
    if name["constant"]:
        return Token(Kind.METHODS, place, word.end(), word[0], methods)
    types = _TYPES.match(text, word.end())
    if types is None or word[0].isupper():
        return None
    return Token(Kind.METHODS, place, types.end(), word[0], methods, is_sure=False)


def _starred(text: str, place: int) -> Token:
    """A query that begins with its question mark, or a star, which stands for every path."""
    if text[place] == "?" and QUERY.match(text, place):
        return _query(text, place)
    if _STAR_ALONE.match(text, place) and not _is_bullet(text, place):
        path = TextPath("/*", is_tail=begins_before(text, place, "/*"))
        return Token(Kind.PATH, place, place + 1, "*", path=path)
    return _signs(text, place)


def _is_bullet(text: str, place: int) -> bool:
    lead = text[max(0, place - _LONGEST_LEAD) : place].rpartition("\n")[2]
    return not lead.strip(" \t") and not _STAR_OF_LINE.match(text, place)


def _methods_or_query(text: str, place: int, word_end: int) -> Token:
    if text[word_end : word_end + 1] == "=" and QUERY.match(text, place):
        return _query(text, place)
    match = _METHODS.match(text, place)
    if match is None:
        return Token(Kind.WORD, place, word_end, text[place:word_end])
    end = match.end()
    if text[end : end + 1] in _QUOTES:
        if is_named_so(text, place, end):
            return Token(Kind.WORD, place, end, match[0])
        start = otherwise(text, place, end)
        if start > end and (other := _METHODS.match(text, start)):
            return _methods(f"{match[0]} {other[0]}", place, other.end())
    explained = _EXPLAINED.match(text, end)
    token = _methods(match[0], place, explained.end() if explained else end)
    if not token.is_sure and "[" in text[place - 20 if place > 20 else 0 : place]:
        lead = text[max(0, place - _LONGEST_LISTED) : place].rpartition("\n")[2]
        token.is_sure = _LISTED.search(lead) is not None
    if text[place - 1 : place] in _QUOTES and _ARGUMENT.match(text, end):
        token.is_sure = True
    if not token.is_sure and _KEY_VALUE.match(text, end):
        token.is_sure = _KEY_LEAD.search(text, max(0, place - _LONGEST_LEAD), place) is not None
    return token


def _methods(text: str, place: int, end: int) -> Token:
    names = _NAME.findall(text)
    methods = tuple(dict.fromkeys([Method(name.upper()) for name in names]))
    return Token(Kind.METHODS, place, end, text, methods, is_sure="".join(names).isupper())


def _query(text: str, place: int) -> Token:
    link = query_at(text, place)
    return Token(Kind.RULES, place, link.end, pairs=link.pairs, problems=link.problems)


def _signs(text: str, place: int) -> Token:
    match = _SIGNS.match(text, place)
    end = match.end() if match else place + 1
    if text[end - 1] == "{":
        braces = place + len(text[place:end].rstrip("{"))
        end = braces if braces > place and _BASE.match(text, braces) else end
    return Token(Kind.SIGN, place, end, text[place:end])


def _path(text: str, place: int) -> Token:
    path, end = bounded_path(text, place)
    return Token(Kind.PATH, place, end, text[place:end], path=path)


def _link(text: str, place: int, host_end: int) -> Token:
    link = link_at(text, place, host_end)
    if link.call.path:
        return Token(
            Kind.PATH, place, link.end, text[place : link.end], path=link.call, is_address=True
        )
    if link.pairs or link.problems:
        return Token(
            Kind.RULES, place, link.end, pairs=link.pairs, problems=link.problems, is_address=True
        )
    return Token(Kind.WORD, place, link.end, text[place : link.end])
