"""Sentences that people read, kept apart from the language they are read in.

The lower floors know nothing of Django, and still have things to say: why a rule is wrong, why
a call failed. They say it with a ``Sentence``: an English template, marked for translation, and
the values that go in. ``str(sentence)`` is the English; the console translates the template first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


def gettext_noop(message: str) -> str:
    """Mark ``message`` for translation and return it unchanged (makemessages knows the name)."""
    return message


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template in ``%(name)s`` style and its values; holds no secret."""

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.template % self.values

    def __bool__(self) -> bool:
        return bool(self.template)


def pack(sentence: Sentence) -> dict[str, object]:
    """A sentence as JSON, for a column: it is translated when it is read, not when it is kept."""
    values = {
        name: value if isinstance(value, int) else str(value)
        for name, value in sentence.values.items()
    }
    return {"template": sentence.template, "values": values}


def unpack(packed: Mapping[str, Any]) -> Sentence:
    """The sentence that ``pack`` made; an empty mapping is an empty sentence."""
    return Sentence(packed.get("template", ""), MappingProxyType(dict(packed.get("values", {}))))


def say(template: str, **values: object) -> Sentence:
    """A ``Sentence`` from a template already marked with ``gettext_noop`` and its values."""
    return Sentence(template, MappingProxyType(values))
