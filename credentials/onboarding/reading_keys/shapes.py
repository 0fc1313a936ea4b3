"""Keys by their looks alone: 16 or 32 letters and digits, as OVHcloud makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from credentials.onboarding.reading_keys.candidates import Field

_LETTERS_AND_DIGITS: Final = r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])"
_KEY: Final = rf"{_LETTERS_AND_DIGITS}(?:[A-Za-z0-9]{{32}}|[A-Za-z0-9]{{16}})(?![A-Za-z0-9])"
_SHAPES: Final = {
    Field.APPLICATION_KEY: re.compile(rf"{_LETTERS_AND_DIGITS}[A-Za-z0-9]{{16}}"),
    Field.APPLICATION_SECRET: re.compile(rf"{_LETTERS_AND_DIGITS}[A-Za-z0-9]{{32}}"),
    Field.CONSUMER_KEY: re.compile(rf"{_LETTERS_AND_DIGITS}[A-Za-z0-9]{{32}}"),
}
_FREE: Final = re.compile(rf"(?<![\w./@#-])(?<![\w/=]\+){_KEY}(?![\w+/=@-]|\.\w)", re.ASCII)
#: Names of what looks the same and is something else.
_OTHERS: Final = re.compile(
    r"(?:id|uuid|guid|urn|hash|sha\d*|md5|digest|checksum|etag|commit|revision|version|project\w*"
    r"|service\w*|tenant\w*|serial|lineage|fingerprint|signature|nonce|zone\w*"
    r"|image|trace\w*|request\w*|session\w*)[\"'`\]]{0,2}\s{0,8}(?:=>|[:=(,])?\s{0,8}[\"'`]?\Z",
    re.IGNORECASE,
)
_LOOKED_BACK: Final = 60
_TEXT: Final = rf"[bruf]?(?P<sign>[\"'`])(?P<key>{_KEY})(?P=sign)"
_OF_A_NAME: Final = r"[\w.:\\]{0,60}?"
_LITERALS: Final = (
    re.compile(rf"\$\{{\w{{1,80}}:?[-=](?P<sign>[\"']?)(?P<key>{_KEY})(?P=sign)\}}"),
    re.compile(
        rf"{_OF_A_NAME}(?:secret\w*|str(?:ing)?(?:value)?|from|some|quote|sensitive|field|default"
        rf"|trim|literal|raw)\(\s*(?:\w+\s*=\s*)?{_TEXT}\s*\)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_OF_A_NAME}(?:env\w*|get\w*|fetch|config|parameter)\(\s*[\"'][\w.:-]{{1,80}}[\"']"
        rf"\s*,\s*(?:\w+\s*=\s*)?{_TEXT}\s*\)",
        re.IGNORECASE,
    ),
    re.compile(
        r"[\w.$:>-]{1,80}(?:\[[\"'][\w.-]{1,60}[\"']\]|\([\"'][\w.-]{1,60}[\"']\))?"
        rf"\s*(?:\|\||\?\?|\?:|//|\bor\b)\s*{_TEXT}"
    ),
)


def suits(field: Field, text: str) -> bool:
    """Whether a text is as long as OVHcloud makes this field, of letters and digits."""
    shape = _SHAPES.get(field)
    return shape is not None and shape.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Whether a text is a key by its looks, and nothing else."""
    return any(shape.fullmatch(text) for shape in _SHAPES.values())


def keys_in(line: str) -> Iterator[re.Match[str]]:
    """Whatever looks like a key, and is not called something else."""
    for match in _FREE.finditer(line):
        if not _OTHERS.search(line, max(0, match.start() - _LOOKED_BACK), match.start()):
            yield match


def literal_at(line: str, place: int, end: int) -> re.Match[str] | None:
    """The key in an expression that would give it: ``env("NAME", "…")``, ``${NAME:-…}``,
    ``SecretStr("…")``, ``process.env.NAME || "…"``; group ``key``."""
    return next(filter(None, (each.match(line, place, end) for each in _LITERALS)), None)
