"""What the names in a text mean: every tool's spelling of the six fields, and of none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from credentials.onboarding.reading_keys.candidates import Field

_KEY, _SECRET = Field.APPLICATION_KEY, Field.APPLICATION_SECRET
_CONSUMER, _ENDPOINT = Field.CONSUMER_KEY, Field.ENDPOINT
_SPELLINGS: Final = {
    "applicationkey": _KEY, "appkey": _KEY, "xovhapplication": _KEY, "ak": _KEY,
    "applicationsecret": _SECRET, "appsecret": _SECRET, "as": _SECRET,
    "applicationsecretkey": _SECRET, "appsecretkey": _SECRET,
    "consumerkey": _CONSUMER, "ck": _CONSUMER, "xovhconsumer": _CONSUMER,
    "consumersecret": _CONSUMER,
    "clientid": Field.CLIENT_ID, "clientsecret": Field.CLIENT_SECRET,
    "endpoint": _ENDPOINT, "entrypoint": _ENDPOINT, "region": _ENDPOINT,
    "cledapplication": _KEY, "cledelapplication": _KEY, "cleapplication": _KEY,
    "secretdapplication": _SECRET, "secretdelapplication": _SECRET, "secretapplication": _SECRET,
    "clesecretedapplication": _SECRET, "clesecretedelapplication": _SECRET,
    "cleconsommateur": _CONSUMER, "cledeconsommateur": _CONSUMER, "cleduconsommateur": _CONSUMER,
    "cleutilisateur": _CONSUMER, "cledutilisateur": _CONSUMER, "cledelutilisateur": _CONSUMER,
    "cleclient": _CONSUMER, "cleconsumer": _CONSUMER,
}  # fmt: skip
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
_ACCENTS: Final = str.maketrans("éèêÉÈÊ", "eeeEEE")
_MOST_LETTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a field. ``group`` tells it from the same field of another key: ``prod``.

    ``is_elsewhere`` says that the value is the place of the value: a file, a secret's name.
    """

    field: Field
    text: str
    group: str = ""
    is_elsewhere: bool = False
    is_of_ovh: bool = False


@lru_cache(maxsize=2048)
def name_of(text: str) -> Name | None:
    """What a name means; None where it is no field."""
    if len(text) > _MOST_LETTERS:
        return None
    words = [word.lower() for word in _WORDS.findall(text.translate(_ACCENTS))]
    is_of_ovh = any("ovh" in word for word in words)
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size, -1, -1):
            meant = _meant("".join(words[start : start + size]), text, is_of_ovh=is_of_ovh)
            if meant:
                rest = words[:start] + words[start + size :]
                return _name(meant, text, rest, is_of_ovh=is_of_ovh)
    return None


def _meant(word: str, text: str, *, is_of_ovh: bool) -> Field | None:
    bare = word.removeprefix("ovhcloud").removeprefix("ovh")
    field = _SPELLINGS.get(word) or _SPELLINGS.get(bare)
    if bare in _SHORT and not (is_of_ovh or text.strip("$\"' ") == bare.upper()):
        return None
    if word == "region" and not is_of_ovh:
        return None
    return field


def _name(field: Field, text: str, rest: list[str], *, is_of_ovh: bool) -> Name:
    group = "-".join(
        word for word in rest if not _GENERAL.fullmatch(word) and word not in _ELSEWHERE
    )
    is_elsewhere = bool(rest) and rest[-1] in _ELSEWHERE
    return Name(field, text, group, is_elsewhere, is_of_ovh)
