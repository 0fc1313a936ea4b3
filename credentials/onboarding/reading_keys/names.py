"""What the names in a text mean: every tool's spelling of the six fields, and of none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from credentials.onboarding.reading_keys.candidates import Field
from credentials.onboarding.reading_keys.spellings import ARTICLES, SPELLINGS

_MOST_WORDS: Final = 5
#: Two letters mean a field where the name says OVH, or is nothing else and in capitals.
_SHORT: Final = frozenset({"ak", "as", "ck"})
#: Words of names that tell no key from another.
_GENERAL: Final = re.compile(
    r"ovh|ovhcloud|dns|saved|tf|var|lexicon|auth|provider|api|env|x|the|your|my|insecure|certbot"
    r"|plugin|value|config|conf|default|oauth|oauth2|2|options|opts|params|settings|credentials?"
    r"|creds|secrets?|app|application|cert|manager|external|acme|id|string|data|self|this"
)
#: What follows a field's name where the value is elsewhere.
_ELSEWHERE: Final = frozenset({"ref", "file", "path", "from"})
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
#: What a label has that no name of a setting has.
_LABEL: Final = re.compile(r"[\s'’]")
_LETTERS: Final = str.maketrans("łŁß", "lLs")
_MOST_LETTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a field. ``group`` tells it from the same field of another key: ``prod``.

    ``is_elsewhere`` says that the value is the place of the value: a file, a secret's name.
    ``is_short`` is a name that is one only where its value looks the part: ``ak``, ``CK2``.
    """

    field: Field
    text: str
    group: str = ""
    is_elsewhere: bool = False
    is_of_ovh: bool = False
    is_short: bool = False

    def of_column(self, number: int, count: int) -> Name:
        """The same field of one of several keys that stand side by side."""
        return self if count == 1 else replace(self, group=f"{self.group} {number}".strip())


def name_of(text: str) -> Name | None:
    """What a name means; None where it is no field by itself."""
    name = possible_name(text)
    return None if name is None or name.is_short else name


@lru_cache(maxsize=2048)
def possible_name(text: str) -> Name | None:
    """The same, and short names as well."""
    if len(text) > _MOST_LETTERS:
        return None
    words = _words(text)
    is_of_ovh = any("ovh" in word for word in words)
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size, -1, -1):
            word = "".join(words[start : start + size])
            bare = word.removeprefix("ovhcloud").removeprefix("ovh")
            field = SPELLINGS.get(word) or SPELLINGS.get(bare)
            if field is None or (word == "region" and not is_of_ovh):
                continue
            is_short = bare in _SHORT and not is_of_ovh and text.strip("$\"' ") != bare.upper()
            rest = words[:start] + words[start + size :]
            return _name(field, text, rest, is_of_ovh=is_of_ovh, is_short=is_short)
    return None


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = [word.lower() for word in _WORDS.findall(bare)]
    return [word for word in words if word not in ARTICLES] if _LABEL.search(text) else words


def _name(field: Field, text: str, rest: list[str], *, is_of_ovh: bool, is_short: bool) -> Name:
    group = "-".join(
        word for word in rest if not _GENERAL.fullmatch(word) and word not in _ELSEWHERE
    )
    is_elsewhere = bool(rest) and rest[-1] in _ELSEWHERE
    return Name(field, text, group, is_elsewhere, is_of_ovh, is_short)
