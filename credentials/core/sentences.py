"""Sentences that people read, kept apart from the language they are read in.

The lower layers know nothing of Django, and still have things to say: why a rule is wrong, why
a call failed. They say it with a ``Sentence``: an English template, marked for translation, and
the values that go in. ``str(sentence)`` is the English; the console translates the template first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def gettext_noop(message: str) -> str:
    """Mark ``message`` for translation and return it unchanged (makemessages knows the name)."""
    return message


def ngettext_noop(singular: str, many: str, *, by: str) -> str:
    """Mark both for translation and return ``many``; where the value named ``by`` is 1, a
    ``Sentence`` of it says ``singular``."""
    _SINGULARS[many] = (singular, by)
    return many


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template in ``%(name)s`` style and its values; holds no secret."""

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        forms = self.forms
        return (forms[0] if forms and forms[2] == 1 else self.template) % self.values

    def __bool__(self) -> bool:
        return bool(self.template)

    @property
    def forms(self) -> tuple[str, str, int] | None:
        """For one and for many, and the number that decides, of a sentence with a number."""
        singular, by = _SINGULARS.get(self.template, ("", ""))
        number = self.values.get(by)
        return (singular, self.template, number) if isinstance(number, int) else None


def coded(code: str, template: str) -> str:
    """Give a template the code that stands for it in columns, and return the template.

    Whatever a column may keep has a code. A code never changes and is never used for something
    else, nor do the names of the values; the English may be put better at any time. Raises
    ``ValueError`` for a code or a template that is taken.
    """
    if _TEMPLATES.get(code, template) != template:
        raise ValueError(f"two sentences have the code {code}")
    if _CODES.get(template, code) != code:
        raise ValueError(f"one sentence has the codes {code} and {_CODES[template]}")
    _TEMPLATES[code], _CODES[template] = template, code
    return template


def pack(sentence: Sentence) -> dict[str, object]:
    """A sentence as JSON, for a column: its code and its values, to be read in any language.

    One without a code is kept by its English, as all once were.
    """
    code = _CODES.get(sentence.template)
    template = {"template": sentence.template} if code is None else {"code": code}
    return {**template, "values": {name: _packed(value) for name, value in sentence.values.items()}}


def unpack(packed: object) -> Sentence:
    """The sentence that ``pack`` made; an empty mapping is an empty sentence.

    A code that this version does not know, or whose values are others, is named in a sentence; of
    what is no sentence at all nothing is said.
    """
    code: str | None = None
    match packed:
        case {"values": dict(given), "code": str(code)}:
            template = _TEMPLATES.get(code, "")
        case {"values": dict(given), "template": str(template)}:
            pass
        case _:
            return Sentence("")
    values = {name: _unpacked(value) for name, value in given.items()}
    sentence = Sentence(template, MappingProxyType(values))
    return sentence if code is None or _can_be_said(sentence) else say(_UNKNOWN, code=code)


def say(template: str, **values: object) -> Sentence:
    """A ``Sentence`` from a template already marked with ``gettext_noop`` and its values."""
    return Sentence(template, MappingProxyType(values))


def _packed(value: object) -> object:
    if isinstance(value, Sentence):
        return pack(value)
    return value if isinstance(value, int) else str(value)


def _unpacked(value: object) -> object:
    return unpack(value) if isinstance(value, Mapping) else value


def _can_be_said(sentence: Sentence) -> bool:
    try:
        return bool(str(sentence))
    except (KeyError, TypeError, ValueError):
        return False


_SINGULARS: dict[str, tuple[str, str]] = {}
_TEMPLATES: dict[str, str] = {}
_CODES: dict[str, str] = {}
_UNKNOWN = coded(
    "sentence.unknown",
    gettext_noop("A newer version of Keydesk wrote this, and this one cannot read it (%(code)s)."),
)
