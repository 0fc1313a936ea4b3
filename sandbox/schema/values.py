"""Whether JSON values, sent or answered, are of the types that the description names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from credentials.rights import TypeName
from sandbox import errors
from sandbox.schema.models import Field, Models
from sandbox.schema.scalars import is_of_type


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong at ``place``: ``rules[0].method``, empty for the whole of a body."""

    place: str
    problem: str

    def __str__(self) -> str:
        return f"[{self.place}] {self.problem}" if self.place else self.problem


def complaints(
    value: object, field: Field, models: Models, *, place: str, partial: bool = False
) -> Iterator[Complaint]:
    """What is wrong with a value that should be of the field's type.

    ``partial``: it was sent, so what is not required may be null or left out, and read-only fields
    are not looked at. Otherwise it is an answer, and every field has to be there.
    """
    if value is None:
        if not (field.nullable or (partial and not field.required)):
            yield Complaint(place, errors.wrong_type(field.type))
        return
    yield from typed(value, field, models, place=place, partial=partial)


def typed(
    value: object, field: Field, models: Models, *, place: str, partial: bool
) -> Iterator[Complaint]:
    """The same for a value that is not null."""
    name = TypeName(field.type)
    if name.is_map:
        yield from _in_map(value, name, models, place=place, partial=partial)
    elif name.is_list:
        yield from _in_list(value, field, models, place=place, partial=partial)
    elif words := models.words(field):
        if not isinstance(value, str | int) or str(value) not in words:
            yield Complaint(place, errors.OUTSIDE_ENUMERATION)
    elif models.is_object(field.type):
        yield from _in_object(value, field.type, models, place=place, partial=partial)
    elif not is_of_type(value, field.type):
        yield Complaint(place, errors.wrong_type(field.type))


def _in_list(
    value: object, field: Field, models: Models, *, place: str, partial: bool
) -> Iterator[Complaint]:
    if not isinstance(value, list):
        yield Complaint(place, errors.wrong_type(field.type))
        return
    inner = Field("", TypeName(field.type).inner, required=True, words=field.words)
    for number, item in enumerate(value):
        here = f"{place}[{number}]"
        yield from complaints(item, inner, models, place=here, partial=partial)


def _in_map(
    value: object, name: TypeName, models: Models, *, place: str, partial: bool
) -> Iterator[Complaint]:
    if not isinstance(value, dict):
        yield Complaint(place, errors.wrong_type(name.text))
        return
    inner = Field("", name.map_value, required=True)
    for key, item in value.items():
        yield from complaints(item, inner, models, place=f"{place}.{key}", partial=partial)


def _in_object(
    value: object, type_name: str, models: Models, *, place: str, partial: bool
) -> Iterator[Complaint]:
    if not isinstance(value, dict):
        yield Complaint(place, errors.wrong_type(type_name))
        return
    for field in models.fields(type_name):
        here = f"{place}.{field.name}" if place else field.name
        if partial and field.read_only:
            continue
        if field.name not in value:
            if field.required or not partial:
                yield Complaint(here, errors.MISSING_FIELD)
            continue
        yield from complaints(value[field.name], field, models, place=here, partial=partial)
