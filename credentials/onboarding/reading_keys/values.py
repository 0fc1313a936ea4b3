"""Values in a line: quoted, plain, or what stands for one that is elsewhere."""

from __future__ import annotations

import base64
import binascii
import re
import sys
from dataclasses import dataclass, field
from typing import Final

from credentials.core import Sentence
from credentials.onboarding.reading_keys import shapes, stand_ins

_QUOTED: Final = re.compile(
    r"\"{3}([^\"\n]*)\"{3}|'{3}([^'\n]*)'{3}"
    r"|[bruf]?(?:\"((?:[^\"\\\n]|\\.)*)(?:\"|$)|'((?:[^'\\\n]|\\.)*)(?:'|$)|`([^`\n]*)(?:`|$))"
)
_SECURE_TEXT: Final = re.compile(r"[\"']([^\"'\n]+)[\"']")
_PLAIN: Final = re.compile(r"[^\s\"'`,;{}<>()\[\]&|]+")
_ODD: Final = re.compile(r"<[^>\n]{0,300}>|\[[^\]\n]{0,300}\]")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")
_SHORTEST_FILE: Final = 40
#: What begins as a file in base64 does, and ends where a value ends.
_FILE: Final = re.compile(
    rf"[bruf]?[\"'`]?\s*+[A-Za-z0-9+/]{{{_SHORTEST_FILE},}}+={{0,2}}(?![^\s\"'`,;{{}}<>()\[\]&|])"
)
#: Characters of a value that is looked at and may not be taken: no name and no region has more.
_LONGEST_LOOKED_AT: Final = 300
_MOST_BASE64: Final = 400_000


@dataclass(frozen=True, slots=True)
class Value:
    """``line[start:end]`` held ``text``, quotes gone; ``problem`` says why it is no value."""

    text: str = field(repr=False)
    start: int
    end: int
    problem: Sentence = field(default_factory=lambda: Sentence(""))
    is_quoted: bool = False


def value_at(line: str, place: int, *, end: int = sys.maxsize) -> Value | None:
    """The value that begins at ``place``, up to ``end`` at most; None where a structure or nothing
    begins there."""
    if secure := stand_ins.SECURE.match(line, place, end):
        return _secured(secure)
    if quoted := _QUOTED.match(line, place, end):
        text = next(group for group in quoted.groups() if group is not None)
        return Value(text, place, quoted.end(), is_quoted=True)
    if literal := shapes.literal_at(line, place, end):
        return Value(literal["key"], literal.start("key"), literal.end(), is_quoted=True)
    if odd := stand_ins.REFERENCE.match(line, place, end) or _ODD.match(line, place, end):
        return Value(odd[0], place, _end_of(line, odd, end))
    plain = _PLAIN.match(line, place, end)
    return Value(plain[0].rstrip(".") or plain[0], place, plain.end()) if plain else None


def value_to_look_at(line: str, place: int) -> Value | None:
    """The same of a value that may turn out to be nothing. No more of it is read than could be
    something: the values of the words behind may end where it does."""
    end = sys.maxsize if _FILE.match(line, place) else place + _LONGEST_LOOKED_AT
    return value_at(line, place, end=end)


def is_key(value: Value) -> bool:
    """Whether a value could be a key as it stands."""
    return not value.problem and not stand_ins.problem_of(value.text, name="")


def is_reference(value: Value) -> bool:
    """Whether a value is in quotes, or begins as what stands for another one does."""
    return value.is_quoted or value.text[:1] in "${<%"


def file_in(value: Value) -> str:
    """The text of a whole file that a value is in base64; nothing of a shorter one."""
    text = decoded(value.text) if len(value.text) >= _SHORTEST_FILE else ""
    is_file = "=" in text or ":" in text or any(shapes.keys_in(text))
    return text if is_file else ""


def has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def decoded(text: str) -> str:
    """What base64 stands for, where it stands for a text; else nothing."""
    bare = text.strip()
    if len(bare) > _MOST_BASE64 or not _BASE64.fullmatch(bare):
        return ""
    try:
        plain = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return plain if all(sign.isprintable() or sign in "\r\n\t" for sign in plain) else ""


def _secured(secure: re.Match[str]) -> Value:
    """The text that PowerShell is given in clear; what it is given protected is none."""
    text = _SECURE_TEXT.search(secure["piped"] or secure["rest"])
    if text and "-asplaintext" in secure["rest"].lower():
        return Value(text[1], secure.start(), secure.end(), is_quoted=True)
    return Value("", secure.start(), secure.end(), stand_ins.PROTECTED)


def _end_of(line: str, odd: re.Match[str], end: int) -> int:
    """The end of a reference with what is glued to it, up to ``end`` at most."""
    rest = _PLAIN.match(line, odd.end(), end)
    return rest.end() if rest else odd.end()
