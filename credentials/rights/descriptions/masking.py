"""Masking what is secret in an answer, and in what is typed for a call: by the description, and by
how a field is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from credentials.rights.descriptions.operation_detail import (
    EVERYTHING,
    Parameter,
    SensitiveField,
)

#: The same length whatever it stands for.
HIDDEN: Final = "••••••••"
_CALLED_SECRET: Final = re.compile(
    r"(?i)(secret|passw(or)?d|passphrase|(access|refresh|id|confirmation|^)_?token|"
    r"(private|consumer|secret|encryption)_?key)$"
)
_NAME: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Masked:
    """``value`` has ``HIDDEN`` in place of what is sensitive; ``hidden`` has what stood there, by
    its place such as ``users[0].password``. It holds secrets."""

    value: object = field(repr=False)
    hidden: Mapping[str, object] = field(repr=False)


def mask_answer(value: object, sensitive: Iterable[SensitiveField]) -> Masked:
    """The answer with every sensitive value masked. Empty values and yes or no stay as they are."""
    return _masked(value, {known.path for known in sensitive})


def mask_typed(value: object, parameter: Parameter) -> Masked:
    """What is typed for a parameter, with every secret in it masked."""
    return _masked(value, set(parameter.secret_paths()))


def may_hold_secrets(text: str, parameter: Parameter) -> bool:
    """Whether a text that cannot be read as a value may have a secret in it."""
    is_named = any(_CALLED_SECRET.search(name) for name in _NAME.findall(text))
    return is_named or any(True for _ in parameter.secret_paths())


def texts_in(value: object) -> Iterator[str]:
    """Every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from texts_in(inner)


def hide_texts(value: object, texts: Iterable[str]) -> object:
    """The value with ``HIDDEN`` wherever one of the texts stands in it."""
    longest_first = sorted(filter(None, texts), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return _hidden(value, pattern) if longest_first else value


def _hidden(value: object, pattern: re.Pattern[str]) -> object:
    if isinstance(value, str):
        return pattern.sub(HIDDEN, value)
    if isinstance(value, list):
        return [_hidden(each, pattern) for each in value]
    if isinstance(value, dict):
        return {_hidden(name, pattern): _hidden(inner, pattern) for name, inner in value.items()}
    return value


def _masked(value: object, patterns: set[str]) -> Masked:
    masking = _Masking(patterns)
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
            self.hidden[place or EVERYTHING] = value
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
        if pattern in self._patterns or (not pattern and EVERYTHING in self._patterns):
            return True
        name = pattern.rpartition(".")[2].removesuffix("[]")
        return isinstance(value, str) and bool(_CALLED_SECRET.search(name))
