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
#: The sign of a part below a heading.
HEADING_SIGN: Final = "#"
_HEADS: Final = ("", "default")
#: Blocks whose options count for what stands beside them.
_OPTIONS: Final = ("args", "command")


class Kind(Enum):
    """How a container begins and ends."""

    TEXT = "text"
    SECTION = "section"
    BRACE = "brace"
    BLOCK = "block"
    ITEM = "item"


@dataclass(slots=True)
class Group:
    """The fields of one key so far, with their place; what has a problem is here by its name.

    ``unread`` are names with nothing behind them that could be read, unless a value comes still.
    ``is_closed`` is a group that began as the same field twice in a row, a list of one field's
    values: which other values go with which is not known.
    """

    line: int
    column: int
    values: dict[Field, str] = field(default_factory=dict, repr=False)
    problems: dict[Field, Leftover] = field(default_factory=dict)
    unread: dict[Field, Leftover] = field(default_factory=dict)
    last: Field | None = None
    is_closed: bool = False
    is_of_ovh: bool = False

    def holds(self, name: Field) -> bool:
        return name in self.values or name in self.problems

    def ends_before(self, name: Field) -> bool:
        """Whether a field that comes now is another key's."""
        return self.holds(name) or (self.is_closed and name is not Field.ENDPOINT)

    @property
    def has_keys(self) -> bool:
        """Whether there is more than an endpoint."""
        return any(name is not Field.ENDPOINT for name in (*self.values, *self.problems))


@dataclass(slots=True)
class Frame:
    """A container. ``given`` is the field that a ``value`` in it is the value of, ``held`` a value
    whose field is named behind it, which it is where a value came first, ``settings`` what the
    first line of an item sets, ``arguments`` those of a call, each with its line."""

    kind: Kind
    parent: Frame | None = None
    indent: int = 0
    line: int = 0
    title: str = ""
    sign: str = ""
    callee: str = ""
    given: Name | None = None
    held: tuple[int, Value] | None = field(default=None, repr=False)
    is_value_first: bool = False
    is_named_else: bool = False
    goes_on: bool = False
    endpoint: str = ""
    groups: dict[str, Group] = field(default_factory=dict)
    arguments: list[tuple[int, Value]] = field(default_factory=list, repr=False)
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
        is_closed = False
        group = self.groups.get(name.group)
        if group is not None and group.ends_before(name.field):
            is_closed = group.last is name.field and name.field in group.values
            over.append(self.groups.pop(name.group))
            group = None
        if group is None:
            if len(self.groups) >= _MOST_GROUPS:
                over.append(self.groups.pop(next(iter(self.groups))))
            group = self.groups[name.group] = Group(line, column, is_closed=is_closed)
        if name.field is not Field.ENDPOINT:
            group.last = name.field
        return group, over


def counts_outside(frame: Frame) -> bool:
    """Whether the endpoint of a container is also that of what stands beside it."""
    if frame.kind is Kind.BLOCK:
        return frame.title in _OPTIONS
    has_keys = any(group.has_keys for group in frame.groups.values())
    is_part = frame.sign == HEADING_SIGN and not has_keys
    return frame.kind is Kind.SECTION and (is_part or frame.title in _HEADS)


def is_over(frame: Frame, indent: int, *, is_item: bool) -> bool:
    """Whether a line with this indentation is no longer in the container."""
    if frame.kind is Kind.BLOCK:
        return indent < frame.indent or (indent == frame.indent and not is_item)
    if frame.kind is Kind.ITEM:
        return indent <= frame.indent
    return frame.kind is Kind.SECTION and indent < frame.indent
