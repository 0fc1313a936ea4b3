"""Calls as HTTPie and xh are told them: ``http PUT https://eu.api.ovh.com/1.0/me email=a@b.fr``."""

from __future__ import annotations

import re
import shlex
from typing import Final

from credentials.core import Method

_PROGRAM: Final = re.compile(r"^[$#>%]?[ \t]{0,4}(?:http|https|xhs?)[ \t]+(?=\S)")
_LINE: Final = re.compile(r"^[$#>%]?[ \t]{0,4}(?:http|https|xhs?)[ \t][^\n]{1,2000}$", re.MULTILINE)
_LONGEST: Final = 2_000
#: Options that the next word belongs to.
_WITH_VALUE: Final = re.compile(
    r"--(?:auth|auth-type|bearer|cert|cert-key|output|pretty|print|proxy|session|style|timeout"
    r"|verify)|-[aAops]"
)
_METHOD: Final = re.compile(r"[A-Za-z]{3,7}")
#: What is sent: ``name=value``, ``name:=json``, ``name@file``; a header has ``:``, a query ``==``.
_DATA: Final = re.compile(r"[^=:@\s]{1,200}(?::?=(?!=)|@)")
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)


def httpie_call(line: str) -> str:
    """``METHOD https://…`` for such a command; "" for another text."""
    match = _PROGRAM.match(line)
    words = _arguments(line[match.end() :]) if match and len(line) <= _LONGEST else []
    method = ""
    if len(words) > 1 and _METHOD.fullmatch(words[0]):
        method = words.pop(0).upper()
    if not words or "/" not in words[0].lstrip("/"):
        return ""
    address, *items = words
    sends = any(map(_DATA.match, items))
    method = method or (Method.POST if sends else Method.GET).value
    return f"{method} {address if _SCHEME.match(address) else f'https://{address}'}"


def with_methods(text: str) -> str:
    """The text with ``METHOD https://…`` for each line that is such a command."""
    return _LINE.sub(lambda match: httpie_call(match[0]) or match[0], text)


def _arguments(text: str) -> list[str]:
    """The words that are no options and no values of options."""
    try:
        words = shlex.split(text)
    except ValueError:
        return []
    arguments: list[str] = []
    is_value = False
    for word in words:
        if is_value:
            is_value = False
        elif _WITH_VALUE.fullmatch(word):
            is_value = True
        elif word in {"|", ">", "&&", ";"}:
            break
        elif not word.startswith("-"):
            arguments.append(word)
    return arguments
