"""One operation of the API: a route and a method, with what OVHcloud says of it (api 7.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from credentials.core import Method

PARAMETER = "{"
ANY = "{}"


class OperationKind(StrEnum):
    """What an operation does, by the categories IAM has for actions (api 5.2)."""

    READ = "read"
    CREATE = "create"
    EDIT = "edit"
    OPERATE = "operate"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Operation:
    """``path`` without version, parameters in braces; ``version`` is ``v1`` or ``v2``.

    ``is_open``: needs no key at all. ``actions``: IAM actions, all of them needed. ``deprecated``
    and ``deletion``: when it was announced to go, and when it goes. ``replacement`` is a path.
    """

    version: str
    path: str
    method: Method
    kind: OperationKind
    status: str
    is_open: bool = False
    actions: tuple[str, ...] = ()
    deprecated: date | None = None
    deletion: date | None = None
    replacement: str = ""
    description: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def prefix(self) -> str:
        """What a call has before the path and a rule has not: ``/v2``, or nothing."""
        return "/v2" if self.version == "v2" else ""

    @property
    def segments(self) -> list[str]:
        """The path between its slashes, every parameter as ``{}``."""
        parts = self.path.split("/")[1:]
        return [ANY if part.startswith(PARAMETER) else part for part in parts]

    @property
    def shape(self) -> str:
        """The path with every parameter as ``{}``: what two spellings of a route share."""
        return "/" + "/".join(self.segments)

    @property
    def starred(self) -> str:
        """The path as a rule for every value spells it."""
        return self.shape.replace(ANY, "*")

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names between braces, in order."""
        parts = self.path.split("/")
        return tuple(part[1:-1] for part in parts if part.startswith(PARAMETER))

    @property
    def is_deprecated(self) -> bool:
        """Whether OVHcloud advises against it, whether its end has a date or not (api 7.3)."""
        return self.status == "DEPRECATED"

    def is_gone(self, on: date) -> bool:
        """Whether its announced end had passed."""
        return self.deletion is not None and self.deletion <= on
