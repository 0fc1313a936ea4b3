"""What a text holds: candidates for the vault, and what was left of it and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from credentials.core import EntryKind, Sentence
from credentials.sealing import Secret


class Field(StrEnum):
    """What a name in a text says that its value is."""

    APPLICATION_KEY = "application_key"
    APPLICATION_SECRET = "application_secret"  # noqa: S105 -- a name
    CONSUMER_KEY = "consumer_key"
    CLIENT_ID = "client_id"
    CLIENT_SECRET = "client_secret"  # noqa: S105 -- a name
    ENDPOINT = "endpoint"


TRIPLE: Final = (Field.APPLICATION_KEY, Field.APPLICATION_SECRET, Field.CONSUMER_KEY)
CLIENT: Final = (Field.CLIENT_ID, Field.CLIENT_SECRET)
#: The fields whose values are no secrets.
CLEAR: Final = frozenset({Field.APPLICATION_KEY, Field.CLIENT_ID, Field.ENDPOINT})


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something at ``line`` and ``column`` (from 1) that is not taken in, and why."""

    line: int
    column: int
    name: str
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One key, application or service account of a text. Only what may be shown is in its repr.

    ``endpoint`` is a region that Keydesk knows, or empty; ``named_endpoint`` what the text calls
    it. ``label`` is what the text calls the whole. ``missing`` are the fields without a value,
    ``problems`` says why where the text has something in its place.
    """

    kind: EntryKind
    line: int
    column: int
    label: str = ""
    endpoint: str = ""
    named_endpoint: str = ""
    identifier: str = ""
    secrets: Mapping[Field, Secret] = field(default_factory=lambda: MappingProxyType({}))
    missing: tuple[Field, ...] = ()
    problems: tuple[Leftover, ...] = ()

    def exposed(self, name: Field) -> str:
        """A secret's value, or nothing."""
        secret = self.secrets.get(name)
        return secret.expose() if secret else ""

    @property
    def is_complete(self) -> bool:
        """Whether it has all that a call to OVHcloud needs, but for the endpoint."""
        return not self.missing
