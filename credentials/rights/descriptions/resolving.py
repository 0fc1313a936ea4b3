"""Parameters from the bundled facts: each type followed through the models it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from credentials.rights.descriptions.operation_detail import Parameter, Place, Shape
from credentials.rights.descriptions.type_names import TypeName, generic_parts

Facts = Mapping[str, Any]
_DEEPEST: Final = 5


class Models:
    """The models of one section, and parameters as they describe them."""

    def __init__(self, models: Mapping[str, Facts]) -> None:
        self._models = models

    def parameter(self, facts: Facts, place: Place, *, within: tuple[str, ...] = ()) -> Parameter:
        """A parameter, or a field of an object; an object within itself has no fields again."""
        text = facts["type"]
        values = tuple(map(str, facts.get("enum") or self._values(text)))
        shape, item = self._shape(text, has_values=bool(values))
        return Parameter(
            name=facts["name"],
            place=place,
            type=text,
            shape=shape,
            is_required=facts.get("required", False),
            is_nullable=facts.get("nullable", False),
            is_secret=facts.get("secret", False) or text == "password",
            values=values,
            values_from=facts.get("from", ""),
            fields=tuple(self.fields(text, place, within=within)) if shape is Shape.JSON else (),
            item=item,
        )

    def fields(
        self, text: str, place: Place, *, within: tuple[str, ...] = ()
    ) -> Iterator[Parameter]:
        """The fields that can be written of an object of this type, or of each in a list."""
        name = TypeName(text).inner
        model, arguments = self._model(name)
        if name in within or len(within) >= _DEEPEST:
            return
        for facts in model.get("fields", ()):
            if facts.get("readOnly"):
                continue
            own = {**facts, "type": arguments if facts["type"] == "T" else facts["type"]}
            yield self.parameter(own, place, within=(*within, name))

    def is_object(self, text: str) -> bool:
        """Whether values of this type have fields."""
        return "fields" in self._model(text)[0]

    def _shape(self, text: str, *, has_values: bool) -> tuple[Shape, Shape]:
        """How it is typed in, and how each thing of a list is."""
        name = TypeName(text)
        if name.is_map:
            return Shape.JSON, Shape.TEXT
        if name.is_list:
            item = self._single(name.inner, has_values=has_values)
            return (Shape.JSON if item is Shape.JSON else Shape.LINES), item
        return self._single(text, has_values=has_values), Shape.TEXT

    def _single(self, text: str, *, has_values: bool) -> Shape:
        if self.is_object(text):
            return Shape.JSON
        scalar = TypeName(text).scalar
        if has_values and scalar is Shape.TEXT:
            return Shape.NUMBER if self._of(text) == "long" else Shape.CHOICE
        return Shape.JSON if TypeName(text).is_list else scalar

    def _values(self, text: str) -> tuple[str, ...]:
        return tuple(self._model(TypeName(text).inner)[0].get("values", ()))

    def _of(self, text: str) -> str:
        return str(self._model(text)[0].get("of", "string"))

    def _model(self, text: str) -> tuple[Facts, str]:
        """The model of a type, and what is given to a generic one."""
        base, arguments = generic_parts(text)
        return self._models.get(text) or self._models.get(f"{base}<T>") or {}, arguments
