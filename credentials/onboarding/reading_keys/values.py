"""Values in a line: quoted, plain, or what stands for one that is elsewhere."""

from __future__ import annotations

import base64
import binascii
import re
import sys
from dataclasses import dataclass, field
from typing import Final

from credentials.core import Sentence, gettext_noop, say
from credentials.onboarding.key_form import BLANKS, complaint_of

_REFERRED: Final = gettext_noop(
    "This names a place where the value is kept. It is not the value itself."
)
_PLACEHOLDER: Final = gettext_noop("This is a placeholder that somebody has to replace.")
_EMPTY: Final = gettext_noop("There is a name, and nothing behind it.")
_PROTECTED: Final = gettext_noop(
    "PowerShell's ConvertTo-SecureString protects or reads this; the value itself is not here."
)
REFERRED: Final = say(_REFERRED)
EMPTY: Final = say(_EMPTY)

_CALL: Final = r"[\w.:>\\-]{1,60}\([^)\n]{0,300}\)?"
_REFERENCE: Final = re.compile(
    r"\$\{\{?[^}\n]*\}{0,2}|\$\([^)\n]*\)?|\{\{[^}\n]*\}{0,2}|\{\$?\w[\w.:$-]*\}|%\w+%"
    r"|\$[A-Za-z_][\w:.>-]*(?:\[[^\]\n]*\])?"
    r"|(?:var|local|data|module|each|self|secrets?|vars|env|process\.env|os\.environ|ENV|config"
    r"|settings|import\.meta)(?:\.[\w.-]+(?:\[[^\]\n]*\])?|\[[^\]\n]*\])"
    r"|(?:vault|op|ssm|arn|secretref|file|sops|doppler|keyring|gcpsm|awssm|bws?|ref\+\w+)"
    r":[^\s\"',;]+"
    r"|ENC\[[^\]\n]*\]?|env/\w+|![A-Za-z][^\n]*|@[\w.]+\([^)\n]*\)?|/run/secrets/\S+|secretKeyRef\b[^\n]*"
    rf"|{_CALL}"
)
_TO_FILL: Final = re.compile(r"<[^>\n]*>?|\[[^\]\n]*\]|[*•·…._xX?-]+|0+")
_TO_FILL_WORD: Final = re.compile(
    r"(?:application|app|consumer|client|secret|key|token|ovhcloud|ovh|your|my|the|here|changeit"
    r"|changeme|change|replaceme|replace|insert|enter|paste|put|todo|tbd|example|sample|dummy|fake"
    r"|redacted|hidden|placeholder|null|none|undefined|value|string|xxx+|me|with|id|this|real)"
)
_QUOTED: Final = re.compile(
    r"[bruf]?(?:\"((?:[^\"\\\n]|\\.)*)(?:\"|$)|'((?:[^'\\\n]|\\.)*)(?:'|$)|`([^`\n]*)(?:`|$))"
)
_SECURE: Final = re.compile(
    r"\(?\s*(?P<piped>[\"'$][^|)\n]{0,300}\|\s*)?ConvertTo-SecureString\b(?P<rest>[^)\n]*)\)?",
    re.IGNORECASE,
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
    if secure := _SECURE.match(line, place, end):
        return _secured(secure)
    if quoted := _QUOTED.match(line, place, end):
        text = next(group for group in quoted.groups() if group is not None)
        return Value(text, place, quoted.end(), is_quoted=True)
    if odd := _REFERENCE.match(line, place, end) or _ODD.match(line, place, end):
        return Value(odd[0], place, _end_of(line, odd, end))
    plain = _PLAIN.match(line, place, end)
    return Value(plain[0], place, plain.end()) if plain else None


def value_to_look_at(line: str, place: int) -> Value | None:
    """The same of a value that may turn out to be nothing. No more of it is read than could be
    something: the values of the words behind may end where it does."""
    end = sys.maxsize if _FILE.match(line, place) else place + _LONGEST_LOOKED_AT
    return value_at(line, place, end=end)


def problem_of(text: str, *, name: str) -> Sentence:
    """Why a text is no key; empty where it is one. The sentence never holds the text."""
    bare = text.strip(BLANKS)
    if not bare:
        return EMPTY
    if _SECURE.match(bare):
        return say(_PROTECTED)
    if _REFERENCE.fullmatch(bare):
        return REFERRED
    if _TO_FILL.fullmatch(bare) or _is_to_fill(re.sub(r"[\W_]", "", bare.lower())):
        return say(_PLACEHOLDER)
    return complaint_of(bare, name)


def _is_to_fill(letters: str) -> bool:
    """Whether they are words that stand for a value, and nothing else."""
    return bool(letters) and not _TO_FILL_WORD.sub("", letters)


def is_key(value: Value) -> bool:
    """Whether a value could be a key as it stands."""
    return not value.problem and not problem_of(value.text, name="")


def is_reference(value: Value) -> bool:
    """Whether a value is in quotes, or begins as what stands for another one does."""
    return value.is_quoted or value.text[:1] in "${<%"


def file_in(value: Value) -> str:
    """The text of a whole file that a value is in base64; nothing of a shorter one."""
    text = decoded(value.text) if len(value.text) >= _SHORTEST_FILE else ""
    return text if "=" in text or ":" in text else ""


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
    return Value("", secure.start(), secure.end(), say(_PROTECTED))


def _end_of(line: str, odd: re.Match[str], end: int) -> int:
    """The end of a reference with what is glued to it, up to ``end`` at most."""
    rest = _PLAIN.match(line, odd.end(), end)
    return rest.end() if rest else odd.end()
