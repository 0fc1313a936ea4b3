"""Several things as one sentence: "a, b and c"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from credentials.core import Sentence, gettext_noop, say


def enumerate_phrases(parts: Sequence[Sentence], *, most: int) -> Sentence:
    """The first ``most`` parts as a list, and how many more there are. At least one part."""
    shown, more = parts[:most], len(parts) - most
    if more > 0:
        template = gettext_noop("%(first)s and %(more)s more")
        return say(template, first=_joined(shown, _COMMA), more=more)
    if len(shown) == 1:
        return shown[0]
    template = gettext_noop("%(first)s and %(last)s")
    return say(template, first=_joined(shown[:-1], _COMMA), last=shown[-1])


def enumerate_clauses(parts: Sequence[Sentence], *, most: int) -> Sentence:
    """The same for parts that have commas of their own."""
    shown, more = list(parts[:most]), len(parts) - most
    if more > 0:
        shown.append(say(gettext_noop("%(more)s more"), more=more))
    return _joined(shown, _SEMICOLON)


_COMMA: Final = gettext_noop("%(first)s, %(next)s")
_SEMICOLON: Final = gettext_noop("%(first)s; %(next)s")


def _joined(parts: Sequence[Sentence], template: str) -> Sentence:
    """Nested from the left, so that a translation may say how two parts are joined."""
    joined = parts[0]
    for part in parts[1:]:
        joined = say(template, first=joined, next=part)
    return joined
