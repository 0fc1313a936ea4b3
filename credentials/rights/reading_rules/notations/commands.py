"""Shell commands that make a call: curl and wget, wherever their options stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from credentials.core import Method, Sentence, gettext_noop, say
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.method_names import METHOD_NAMES
from credentials.rights.reading_rules.paths.text_path import TextPath
from credentials.rights.reading_rules.tokens.tokenizer import Kind, Token
from credentials.rights.rule_problems import no_method

_PROGRAMS: Final = frozenset(
    ("curl", "curl.exe", "wget", "invoke-restmethod", "invoke-webrequest", "irm", "iwr")
)
_CONTINUING: Final = frozenset(("\\", "^", "`"))
_DATA: Final = frozenset(
    [
        "d",
        "data",
        "data-raw",
        "data-binary",
        "data-ascii",
        "data-urlencode",
        "json",
        "F",
        "form",
        "post-data",
        "body-data",
    ]
)
MOST_TOKENS: Final = 500
#: Options of curl that stand in one word: -XPOST, -sX, -sXDELETE, -sd.
_JOINED_METHOD: Final = re.compile(rf"[A-Za-z]{{0,9}}X({METHOD_NAMES})", re.IGNORECASE)
_BEFORE_METHOD: Final = re.compile(r"[A-Za-z]{0,9}X|request|[Mm]ethod|METHOD")
_JOINED_DATA: Final = re.compile(r"[fgijklLnsSvk]{1,8}d")
_JOINED_VARIABLE: Final = re.compile(r"[A-Za-z]{0,9}X(\$\w+)")
_HEAD: Final = re.compile(r"head|[fijklLnsSv]{0,8}I[fijklLnsSv]{0,8}")
#: A call whose body holds the rules that are meant.
_ASKS_FOR_A_KEY: Final = "/auth/credential"


@dataclass(frozen=True, slots=True)
class Command:
    """A call as a command line makes it; ``next_place`` is the token after the command.

    ``methods`` has one; none where ``problem`` says why it is not known.
    """

    start: int
    end: int
    methods: tuple[Method, ...]
    path: TextPath
    next_place: int
    problem: Sentence | None = None


def command_at(tokens: Sequence[Token], place: int) -> Command | None:
    """The command that begins with the word at ``place``; None for any other word."""
    if tokens[place].text.lower() not in _PROGRAMS or _is_reported(tokens, place):
        return None
    stop = _end_of(tokens, place)
    words = tokens[place:stop]
    address = next((token for token in words if token.kind is Kind.PATH and token.is_address), None)
    if address is None or address.path.path == _ASKS_FOR_A_KEY:
        return None
    start, end, method = tokens[place].start, words[-1].end, _method(words)
    if isinstance(method, Method):
        return Command(start, end, (method,), address.path, stop)
    return Command(start, end, (), address.path, stop, method)


def _is_reported(tokens: Sequence[Token], place: int) -> bool:
    """Whether a program is named by its error, and not run: Invoke-RestMethod : {"message": …"""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return after is not None and after.kind is Kind.SIGN and after.text.startswith(":")


def _end_of(tokens: Sequence[Token], place: int) -> int:
    """The first token of the next command: a line ends one, unless a backslash stands before."""
    last = min(len(tokens), place + MOST_TOKENS)
    for index in range(place + 1, last):
        is_end = tokens[index].kind is Kind.LINE and not _continues(tokens, index - 1)
        if is_end or tokens[index].text.lower() in _PROGRAMS:
            return index
    return last


def _continues(tokens: Sequence[Token], last: int) -> bool:
    """Whether the last sign of a line says that the command goes on: of sh, cmd or PowerShell."""
    sign, before = tokens[last], tokens[last - 1]
    is_apart = sign.start > before.end
    return sign.text.endswith("\\") or (is_apart and sign.text in _CONTINUING)


def _method(words: Sequence[Token]) -> Method | Sentence:
    """The method that is given, else POST where data is sent, else GET; or why there is none."""
    options = [token for before, token in pairwise(words) if _is_dash(before)]
    arguments = [token for token in words if token.kind is not Kind.SIGN]
    for token, following in pairwise(arguments):
        if token in options and _BEFORE_METHOD.fullmatch(token.text):
            is_known = following.kind is Kind.METHODS
            return following.methods[0] if is_known else _unknown(following.text)
    for option in options:
        if match := _JOINED_METHOD.fullmatch(option.text):
            return Method(match[1].upper())
        if match := _JOINED_VARIABLE.fullmatch(option.text):
            return _unknown(match[1])
        if _HEAD.fullmatch(option.text):
            return no_method("HEAD")
    return _by_data(options)


def _unknown(name: str) -> Sentence:
    """What to say of a method that is a variable, or that no rule has."""
    return say(_VARIABLE, name=visible_text(name)) if "$" in name else no_method(name)


def _is_dash(token: Token) -> bool:
    return token.kind is Kind.SIGN and token.text.endswith("-")


def _by_data(options: Sequence[Token]) -> Method:
    names = {option.text for option in options}
    if names & {"T", "upload-file"}:
        return Method.PUT
    if names & {"G", "get"}:
        return Method.GET
    sends = names & _DATA or any(_JOINED_DATA.fullmatch(name) for name in names)
    return Method.POST if sends else Method.GET


_VARIABLE: Final = gettext_noop(
    "The method of this call is the variable %(name)s. Write the method in its place: GET, POST, "
    "PUT or DELETE."
)
