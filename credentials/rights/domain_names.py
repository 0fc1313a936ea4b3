"""Names of domains as OVHcloud's API spells them: in ASCII, whatever alphabet they are typed in."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

#: A name in a path, with a dot and a letter beyond ASCII, spelled out or percent-encoded.
_NAME: Final = re.compile(
    r"(?<=/)(?=[^/\s]{0,200}(?:[^\x00-\x7f]|%[c-f][0-9a-f]%))"
    r"(?:[^\W_]|[-._]|%[c-f][0-9a-f]%[89ab][0-9a-f]){1,200}(?=[/?\s\"'`,;)]|$)",
    re.IGNORECASE,
)


def with_punycode(text: str) -> str:
    """The text with every domain name in a path as the API takes it: ``xn--mnchen-3ya.de``."""
    return text if text.isascii() and "%" not in text else _NAME.sub(_in_ascii, text)


def _in_ascii(match: re.Match[str]) -> str:
    name = unquote(match[0])
    if "." not in name.strip("."):
        return match[0]
    return ".".join(map(_label_in_ascii, normalize("NFKC", name).lower().split(".")))


def _label_in_ascii(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
