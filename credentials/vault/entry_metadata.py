"""What people write on an entry."""

from __future__ import annotations

from dataclasses import dataclass

from credentials import audit
from credentials.core import Environment
from credentials.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryMetadata:
    """What people write on an entry: its label, and who needs it where.

    ``used_by`` is the first place of a new entry's list. ``never_reveal`` closes the secret to
    everything but exports and a new value.
    """

    label: str
    owner: Person | None = None
    purpose: str = ""
    environment: Environment = Environment.UNSET
    used_by: str = ""
    never_reveal: bool = False

    def columns(self) -> dict[str, object]:
        """As columns of an entry."""
        return {name: getattr(self, name) for name in self.__slots__}

    def guard_owner(self) -> None:
        """Raises ``RowChangedOutside`` for an owner whose row is not as Keydesk wrote it."""
        if self.owner is not None:
            audit.guard_person(self.owner)
