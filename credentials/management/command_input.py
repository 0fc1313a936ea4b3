"""Texts that commands are given, in a file or on standard input."""

from __future__ import annotations

import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from django.core.management.base import CommandError, OutputWrapper

from credentials import rights
from credentials.core import RuleError
from credentials.rights import AccessRule


def text_of(file: str) -> str:
    """The text of a file, or of standard input for ``-``. Raises ``CommandError``."""
    try:
        return sys.stdin.read() if file == "-" else _decoded(Path(file).read_bytes())
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not a text in UTF-8.") from None


def _decoded(content: bytes) -> str:
    return content.decode(_encoding(content))


def _encoding(beginning: bytes) -> str:
    """UTF-8, or UTF-16 where a text begins with the mark of that, as PowerShell writes."""
    return "utf-16" if beginning.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"


@contextmanager
def _opened(file: str) -> Iterator[TextIO]:
    """A file as text; only its beginning is read for that."""
    with Path(file).open("rb") as content:
        encoding = _encoding(content.read(2))
        content.seek(0)
        with TextIOWrapper(content, encoding=encoding) as text:
            yield text


def lines_of(file: str) -> Iterator[str]:
    """The lines of a file, or of standard input for ``-``, one by one. Raises ``CommandError``."""
    try:
        with nullcontext(sys.stdin) if file == "-" else _opened(file) as text:
            yield from text
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file} is not a text in UTF-8.") from None


def rules_of(file: str, errors: OutputWrapper) -> tuple[AccessRule, ...]:
    """The rules of a key in a file, in any notation. Raises ``CommandError``, also where there is
    none. What grants nothing as it is spelled is said on standard error."""
    try:
        rules = rights.held_rules(text_of(file))
    except RuleError as error:
        raise CommandError(f"{file}: {error}") from None
    if not rules:
        raise CommandError(f"{file}: {rights.NO_RULE}")
    for remark in rights.remarks_on_held(rules):
        errors.write(f"{file}: {remark}")
    return rules
