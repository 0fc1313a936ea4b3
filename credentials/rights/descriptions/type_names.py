"""Reading OVHcloud's names of types: ``long``, ``x.Thing``, ``X[]``, ``map[string]X``, ``X<T>``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from credentials.rights.descriptions.operation_detail import Shape

_NUMBERS: Final = frozenset({"long", "int", "double", "float"})
_OBJECTS: Final = frozenset({"any", "object", "json"})
_GENERIC: Final = re.compile(r"(?P<base>[^<]+)<(?P<given>.+)>")


@dataclass(frozen=True, slots=True)
class TypeName:
    """``inner`` is the type of each thing where it is a list."""

    text: str

    @property
    def is_list(self) -> bool:
        return self.text.endswith("[]")

    @property
    def is_map(self) -> bool:
        return self.text.startswith("map[")

    @property
    def inner(self) -> str:
        return self.text.removesuffix("[]")

    @property
    def map_value(self) -> str:
        """The type of each value where it is a map; a list among them reads ``X[]`` too."""
        value = self.text.partition("]")[2]
        return f"{value.removeprefix('[]')}[]" if value.startswith("[]") else value

    @property
    def scalar(self) -> Shape:
        """The shape of a single value of a type that no model describes."""
        if self.text in _NUMBERS:
            return Shape.NUMBER
        if self.text == "boolean":
            return Shape.BOOLEAN
        return Shape.JSON if self.is_map or self.text in _OBJECTS else Shape.TEXT


def generic_parts(text: str) -> tuple[str, str]:
    """The name of a generic type and what is given to it; nothing is given to any other."""
    match = _GENERIC.fullmatch(text)
    return (match["base"], match["given"]) if match else (text, "")


def names_in(text: str) -> list[str]:
    """Every name of a type within a text."""
    return re.findall(r"[\w.-]+", text)
