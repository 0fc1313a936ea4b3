"""Containers of a text, one in another: sections, braces, indented blocks, items of lists.

What one container holds is one key, and a field that comes again begins the next: values of two
containers are never put together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from credentials.onboarding.reading_keys.candidates import Field, Leftover
from credentials.onboarding.reading_keys.names import Name
from credentials.onboarding.reading_keys.values import Value

_MOST_GROUPS: Final = 64


class Kind(Enum):
    """How a container begins and ends."""

    TEXT = "text"
    SECTION = "section"
    BRACE = "brace"
    BLOCK = "block"
    ITEM = "item"


@dataclass(slots=True)
class Group:
    """The fields of one key so far, with their place; what has a problem is here by its name."""

    line: int
    column: int
    values: dict[Field, str] = field(default_factory=dict, repr=False)
    problems: dict[Field, Leftover] = field(default_factory=dict)
    is_of_ovh: bool = False

    def holds(self, name: Field) -> bool:
        return name in self.values or name in self.problems

    @property
    def has_keys(self) -> bool:
        """Whether there is more than an endpoint."""
        return any(name is not Field.ENDPOINT for name in (*self.values, *self.problems))


@dataclass(slots=True)
class Frame:
    """A container. ``given`` is the field that a ``value`` in it is the value of, ``settings`` what
    the first line of an item sets."""

    kind: Kind
    parent: Frame | None = None
    indent: int = 0
    line: int = 0
    title: str = ""
    sign: str = ""
    callee: str = ""
    given: Name | None = None
    goes_on: bool = False
    endpoint: str = ""
    groups: dict[str, Group] = field(default_factory=dict)
    arguments: list[Value] = field(default_factory=list, repr=False)
    settings: list[tuple[Name, Value]] = field(default_factory=list, repr=False)

    def around(self) -> Iterator[Frame]:
        """This container, and those it is in, the inner first."""
        frame: Frame | None = self
        while frame is not None:
            yield frame
            frame = frame.parent

    def group_for(self, name: Name, line: int, column: int) -> tuple[Group, list[Group]]:
        """The group a field belongs to, and the groups that are over with that."""
        over = []
        group = self.groups.get(name.group)
        if group is not None and group.holds(name.field):
            over.append(self.groups.pop(name.group))
            group = None
        if group is None:
            if len(self.groups) >= _MOST_GROUPS:
                over.append(self.groups.pop(next(iter(self.groups))))
            group = self.groups[name.group] = Group(line, column)
        return group, over
