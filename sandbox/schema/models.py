"""The models of one section of the API: what fields an object of a type has, which words it takes.

A type that no model describes, and that is no scalar, is taken for any value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from credentials.rights import generic_parts
from sandbox.state.world import HOME

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a model, or one parameter. ``words``: all it takes, where it is an enumeration
    whose model is not described."""

    name: str
    type: str
    required: bool = False
    nullable: bool = False
    read_only: bool = False
    words: tuple[str, ...] = ()


#: Words of enumerations outside of Europe, whose description the models are of.
_ELSEWHERE = {
    "nichandle.OvhSubsidiaryEnum": {
        "ca": ("ASIA", "AU", "CA", "IN", "QC", "SG", "WE", "WS"),
        "us": ("US",),
    },
}


class Models:
    """Models by name, as ``rights.bundled_section`` has them, with the words of a region."""

    def __init__(self, models: Mapping[str, Facts], region: str = HOME) -> None:
        self._models = models
        self._region = region

    def words(self, field: Field) -> tuple[str, ...]:
        """The words of an enumeration; none for what is no enumeration."""
        own = _ELSEWHERE.get(field.type, {}).get(self._region)
        values = self._model(field.type)[0].get("values", ())
        return own or field.words or tuple(map(str, values))

    def has_numbers(self, type_name: str) -> bool:
        """Whether the words of an enumeration are numbers."""
        return self._model(type_name)[0].get("of") == "long"

    def is_object(self, type_name: str) -> bool:
        """Whether values of the type have fields."""
        return "fields" in self._model(type_name)[0]

    def fields(self, type_name: str) -> Iterator[Field]:
        """The fields of an object type, in the order of the description."""
        model, given = self._model(type_name)
        for facts in model.get("fields", ()):
            yield field_of(facts, given=given)

    def _model(self, type_name: str) -> tuple[Facts, str]:
        base, given = generic_parts(type_name)
        return self._models.get(f"{base}<T>") or self._models.get(base) or {}, given


def field_of(facts: Facts, *, given: str = "") -> Field:
    """A field or a parameter; ``given`` is what stands for the ``T`` of a generic model."""
    return Field(
        name=facts["name"],
        type=_with_given(facts["type"], given),
        required=facts.get("required", False),
        nullable=facts.get("nullable", False),
        read_only=facts.get("readOnly", False),
        words=tuple(map(str, facts.get("enum") or ())),
    )


def _with_given(type_name: str, given: str) -> str:
    is_generic = given and type_name.removesuffix("[]") == "T"
    return given + type_name[1:] if is_generic else type_name
