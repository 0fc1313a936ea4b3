"""What people write on an entry."""

from __future__ import annotations

from dataclasses import dataclass

from credentials.enums import Environment
from credentials.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What people write on an entry: its label, and who needs it where."""

    label: str
    owner: Person | None = None
    purpose: str = ""
    environment: Environment = Environment.UNSET
    used_by: str = ""

    def columns(self) -> dict[str, object]:
        """The card as columns of an entry."""
        return {name: getattr(self, name) for name in self.__slots__}
