"""Masking what an answer holds that is secret: by the description, and by how a field is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from credentials.rights.descriptions.operation_detail import SensitiveField

#: The same length whatever it stands for.
HIDDEN: Final = "••••••••"
_EVERYTHING: Final = "*"
_CALLED_SECRET: Final = re.compile(
    r"(?i)(secret|passw(or)?d|passphrase|(access|refresh|id|confirmation|^)_?token|"
    r"(private|consumer|secret|encryption)_?key)$"
)


@dataclass(frozen=True, slots=True)
class Masked:
    """``value`` is the answer with ``HIDDEN`` in place of what is sensitive; ``hidden`` has what
    stood there, by its place in the answer such as ``users[0].password``. It holds secrets."""

    value: object = field(repr=False)
    hidden: Mapping[str, object] = field(repr=False)


def mask_answer(value: object, sensitive: Iterable[SensitiveField]) -> Masked:
    """The answer with every sensitive value masked. Empty values and yes or no stay as they are."""
    masking = _Masking({known.path for known in sensitive})
    return Masked(masking.masked(value, pattern="", place=""), masking.hidden)


class _Masking:
    """One walk through an answer. ``pattern`` is where it is, without the numbers of list items."""

    def __init__(self, patterns: set[str]) -> None:
        self._patterns = patterns
        self.hidden: dict[str, object] = {}

    def masked(self, value: object, *, pattern: str, place: str) -> object:
        if value in (None, "", [], {}) or isinstance(value, bool):
            return value
        if self._is_sensitive(value, pattern):
            self.hidden[place or _EVERYTHING] = value
            return HIDDEN
        if isinstance(value, dict):
            return {
                name: self._member(name, inner, pattern, place) for name, inner in value.items()
            }
        if isinstance(value, list):
            return [
                self.masked(inner, pattern=f"{pattern}[]", place=f"{place}[{number}]")
                for number, inner in enumerate(value)
            ]
        return value

    def _member(self, name: str, value: object, pattern: str, place: str) -> object:
        inner_pattern = f"{pattern}.{name}" if pattern else name
        inner_place = f"{place}.{name}" if place else name
        return self.masked(value, pattern=inner_pattern, place=inner_place)

    def _is_sensitive(self, value: object, pattern: str) -> bool:
        if pattern in self._patterns or (not pattern and _EVERYTHING in self._patterns):
            return True
        name = pattern.rpartition(".")[2].removesuffix("[]")
        return isinstance(value, str) and bool(_CALLED_SECRET.search(name))
