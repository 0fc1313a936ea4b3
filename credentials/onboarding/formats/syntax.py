"""How the languages of the files write a text, and read it again: quotes, escapes, and limits.

A language that has a way to write any text gets it; where readers disagree on what a character
means, a value with it is refused rather than guessed at.
"""

from __future__ import annotations

import json
import re
import shlex
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_PLAIN: Final = r"[A-Za-z0-9._~+/=:@-]+"
_DOUBLE_QUOTED: Final = r'"(?:[^"\\]|\\.)*"'
_SINGLE_QUOTED: Final = r"'(?:[^'\\]|\\.)*'"
# Possessive, so that a long word is one piece and never tried as many.
_SHELL_WORD: Final = r"(?:'[^']*'|\"'\"|[A-Za-z0-9_@%+=:,./-]++)+"
_SHELL_PIECE: Final = r"'([^']*)'|\"(')\"|([A-Za-z0-9_@%+=:,./-]+)"
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """``quote`` writes a text as a literal of the language, ``unquote`` reads what it wrote.

    ``literal`` is the pattern of such a literal; ``holds`` says which texts there is one for.
    """

    quote: Callable[[str], str]
    unquote: Callable[[str], str]
    literal: str
    holds: Callable[[str], bool]


def is_plain(value: str) -> bool:
    """No character that some reader takes for a quote, a comment, a blank or an expansion."""
    return re.fullmatch(_PLAIN, value) is not None


def is_text(value: str) -> bool:
    """Anything but NUL and halves of characters."""
    return re.fullmatch(r"[^\0\ud800-\udfff]+", value) is not None


def is_trimmed_line(value: str) -> bool:
    """Nothing that is lost on the way through a pipe of which the reader trims the ends."""
    return is_text(value) and value == value.strip() and len(value.splitlines()) == 1


def _is_normalised(value: str) -> bool:
    return is_text(value) and unicodedata.is_normalized("NFC", value)


def _is_printable_ascii(value: str) -> bool:
    return re.fullmatch(r"[ -~]+", value) is not None


def _is_literal_in_every_dotenv(value: str) -> bool:
    """Readers disagree on backslashes, apostrophes and line breaks, and some expand ``${…}``."""
    return is_trimmed_line(value) and not re.search(r"['\\]|\$\{", value)


def _is_literal_in_a_caddyfile(value: str) -> bool:
    """Braces are placeholders of Caddy, wherever they stand."""
    return is_trimmed_line(value) and not re.search(r"[`{}\\]", value)


def _escaped(value: str, *, also: str = "") -> str:
    return '"' + "".join(_escape(sign, also) for sign in value) + '"'


def _escape(sign: str, also: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if " " <= sign <= "~" and sign not in also:
        return sign
    code = ord(sign)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def readable(value: str) -> str:
    """The same literal as ``ESCAPED``, with every sign as it is that a person can read."""
    return (
        '"'
        + "".join(
            sign if sign.isprintable() and sign not in '"\\' else _escape(sign, "")
            for sign in value
        )
        + '"'
    )


def _unescaped(literal: str) -> str:
    def sign(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else match[3]

    return _ESCAPE.sub(sign, literal[1:-1])


def _shell_text(literal: str) -> str:
    return "".join("".join(pieces) for pieces in re.findall(_SHELL_PIECE, literal))


def _in_apostrophes(value: str) -> str:
    return "'" + re.sub(r"(['\\])", r"\\\1", value) + "'"


def _out_of_apostrophes(literal: str) -> str:
    return re.sub(r"\\(['\\])", r"\1", literal[1:-1])


def _bare_or_between(mark: str) -> Callable[[str], str]:
    return lambda value: value if is_plain(value) else f"{mark}{value}{mark}"


BARE: Final = Syntax(quote=str, unquote=str, literal=_PLAIN, holds=is_plain)
SHELL: Final = Syntax(
    quote=shlex.quote,
    unquote=_shell_text,
    literal=_SHELL_WORD,
    holds=is_text,
)
DOTENV: Final = Syntax(
    quote=_bare_or_between("'"),
    unquote=lambda literal: literal.strip("'"),
    literal=f"(?:{_PLAIN}|'[^'\\n]+')",
    holds=_is_literal_in_every_dotenv,
)
CADDYFILE: Final = Syntax(
    quote=_bare_or_between("`"),
    unquote=lambda literal: literal.strip("`"),
    literal=f"(?:{_PLAIN}|`[^`\\n]+`)",
    holds=_is_literal_in_a_caddyfile,
)
JSON: Final = Syntax(quote=json.dumps, unquote=json.loads, literal=_DOUBLE_QUOTED, holds=is_text)
#: A literal between double quotes as YAML, Python, Go and C# read it.
ESCAPED: Final = Syntax(quote=_escaped, unquote=_unescaped, literal=_DOUBLE_QUOTED, holds=is_text)
#: Terraform and OpenTofu expand ``${`` and ``%{``, and normalise what they read.
HCL: Final = Syntax(
    quote=lambda value: _escaped(value, also="$%"),
    unquote=_unescaped,
    literal=_DOUBLE_QUOTED,
    holds=_is_normalised,
)
#: PHP and Perl.
APOSTROPHES: Final = Syntax(
    quote=_in_apostrophes, unquote=_out_of_apostrophes, literal=_SINGLE_QUOTED, holds=is_text
)
#: Older versions read a file in the code page of the machine: ASCII is the same in all of them.
POWERSHELL: Final = Syntax(
    quote=lambda value: "'" + value.replace("'", "''") + "'",
    unquote=lambda literal: literal[1:-1].replace("''", "'"),
    literal="'(?:[^']|'')*'",
    holds=_is_printable_ascii,
)
