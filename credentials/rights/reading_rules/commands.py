"""Shell commands that make a call: curl and wget, wherever their options stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from credentials.core import Method
from credentials.rights.reading_rules.paths import TextPath
from credentials.rights.reading_rules.tokenizer import Kind, Token

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
_MOST_TOKENS: Final = 500
_JOINED_METHOD: Final = re.compile(rf"X({'|'.join(Method)})")
#: A call whose body holds the rules that are meant.
_ASKS_FOR_A_KEY: Final = "/auth/credential"


@dataclass(frozen=True, slots=True)
class Command:
    """A call as a command line makes it; ``next_place`` is the token after the command."""

    start: int
    end: int
    methods: tuple[Method, ...]
    path: TextPath
    next_place: int


def command_at(tokens: Sequence[Token], place: int) -> Command | None:
    """The command that begins with the word at ``place``; None for any other word."""
    if tokens[place].text.lower() not in _PROGRAMS:
        return None
    stop = _end_of(tokens, place)
    words = tokens[place:stop]
    address = next((token for token in words if token.kind is Kind.PATH and token.is_address), None)
    if address is None or address.path.path == _ASKS_FOR_A_KEY:
        return None
    end = words[-1].end
    return Command(tokens[place].start, end, (_method(words),), address.path, stop)


def _end_of(tokens: Sequence[Token], place: int) -> int:
    """The first token of the next command: a line ends one, unless a backslash stands before."""
    last = min(len(tokens), place + _MOST_TOKENS)
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


def _method(words: Sequence[Token]) -> Method:
    """The method that is given, else POST where data is sent, else GET."""
    arguments = [token for token in words if token.kind is not Kind.SIGN]
    for token, following in pairwise(arguments):
        if token.text.lower() in {"x", "request", "method"} and following.kind is Kind.METHODS:
            return following.methods[0]
    options = [token for before, token in pairwise(words) if _is_dash(before)]
    return next(filter(None, map(_joined_method, options)), None) or _by_data(options)


def _is_dash(token: Token) -> bool:
    return token.kind is Kind.SIGN and token.text.endswith("-")


def _joined_method(option: Token) -> Method | None:
    match = _JOINED_METHOD.fullmatch(option.text)
    return Method(match[1]) if match else None


def _by_data(options: Sequence[Token]) -> Method:
    names = {option.text for option in options}
    if names & {"T", "upload-file"}:
        return Method.PUT
    return Method.POST if names & _DATA and not names & {"G", "get"} else Method.GET
