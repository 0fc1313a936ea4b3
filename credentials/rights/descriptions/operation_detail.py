"""What an operation takes and answers, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from credentials.core import Method
from credentials.rights.catalogue.operation import Operation

#: The path of a whole answer, or of a whole value.
EVERYTHING: Final = "*"


class Place(StrEnum):
    """Where a parameter goes."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"


class Shape(StrEnum):
    """How a value is typed in: ``type`` has OVHcloud's own word for it."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    LINES = "lines"  # a list of texts or numbers
    JSON = "json"  # an object, or a list of such


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value an operation takes. ``values`` are those OVHcloud knows, which may be fewer than
    there are; ``values_from`` is the path of a list that has the possible values; ``fields`` are
    those of an object, ``item`` the shape of each thing in a list."""

    name: str
    place: Place
    type: str
    shape: Shape
    is_required: bool = False
    is_nullable: bool = False
    is_secret: bool = False
    values: tuple[str, ...] = ()
    values_from: str = ""
    fields: tuple[Parameter, ...] = ()
    item: Shape = Shape.TEXT

    def with_depth(self, depth: int = 0) -> Iterator[tuple[int, Parameter]]:
        """The fields of the object and those within them, each with how deep it lies."""
        for inner in self.fields:
            yield depth, inner
            yield from inner.with_depth(depth + 1)

    def secret_paths(self, within: str = "") -> Iterator[str]:
        """Where a value of it has secrets, such as ``keys[].d``; ``*`` for all of it."""
        if self.is_secret:
            yield within or EVERYTHING
            return
        start = f"{within}[]" if self.type.endswith("[]") else within
        for inner in self.fields:
            yield from inner.secret_paths(f"{start}.{inner.name}" if start else inner.name)


@dataclass(frozen=True, slots=True)
class SensitiveField:
    """A field of the answer that is masked: ``path`` like ``[].password``, ``*`` for all of it.

    ``kind``: ``secret``, ``one-time``, ``access-link`` or ``may-hold-secret``.
    """

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class OperationDetail:
    """``body_type`` is the type of a whole-object body, empty where the members stand alone;
    ``is_bare_body`` says that the body has one value and no members. ``response`` is the type of
    the answer. ``absent_in`` are regions (``ca``, ``us``) whose API probably lacks it.

    Not ``is_described``: only the path is known. ``section`` is the part of the API that describes
    it, such as ``/dedicated/server``; "" where none does.
    """

    operation: Operation
    parameters: tuple[Parameter, ...] = ()
    body_type: str = ""
    is_bare_body: bool = False
    response: str = ""
    has_cursor: bool = False
    sensitive: tuple[SensitiveField, ...] = ()
    absent_in: tuple[str, ...] = ()
    is_described: bool = True
    section: str = ""

    def placed(self, place: Place) -> tuple[Parameter, ...]:
        """The parameters that go to a place, in order."""
        return tuple(parameter for parameter in self.parameters if parameter.place is place)

    @property
    def is_read(self) -> bool:
        """Whether a call of it changes nothing."""
        return self.operation.method is Method.GET

    @property
    def can_batch(self) -> bool:
        """Whether several things can be read at once: those that the path ends with (api 6.1)."""
        known = self.operation
        return self.is_read and known.version == "v1" and known.path.endswith("}")

    @property
    def has_target(self) -> bool:
        """Whether a field left out is applied as empty: what changes a thing of the second
        branch."""
        return self.operation.version == "v2" and self.operation.method is Method.PUT
