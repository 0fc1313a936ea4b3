"""The form of a key or secret: trimmed, then checked, and never repeated when it is wrong."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import SecretFormatError, Sentence, gettext_noop, ngettext_noop, say

_KEY: Final = re.compile(r"[A-Za-z0-9._-]{8,128}", re.ASCII)
_SPACES: Final = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
BLANKS: Final = _SPACES + "\ufeff\u200b\u200c\u200d\u2060\u00ad"


def clean_key(text: str, *, name: str) -> str:
    """A key or secret without the blanks around it: 8 to 128 of A-Z a-z 0-9 . _ - (api 1.5).

    ``name`` is what the field is called on the page. Raises ``SecretFormatError``, whose sentence
    says what is wrong and never holds the value.
    """
    value = text.strip(BLANKS)
    if not value:
        raise SecretFormatError(say(gettext_noop("The %(name)s is empty."), name=name))
    if complaint := complaint_of(value, name):
        raise SecretFormatError(complaint)
    return value


def complaint_of(value: str, name: str) -> Sentence:
    """What is wrong with a trimmed value; empty where nothing is."""
    if _KEY.fullmatch(value):
        return Sentence("")
    if not 8 <= len(value) <= 128:
        return say(
            ngettext_noop(
                "The %(name)s has %(length)s character; such keys have 8 to 128.",
                "The %(name)s has %(length)s characters; such keys have 8 to 128.",
                by="length",
            ),
            name=name,
            length=len(value),
        )
    stray = next(index for index, sign in enumerate(value, 1) if not _KEY.fullmatch(sign * 8))
    return say(
        gettext_noop(
            "The %(name)s has a character at place %(place)s that no such key has. "
            "Keys are made of letters, digits, dots, hyphens and underscores: copy it again."
        ),
        name=name,
        place=stray,
    )
