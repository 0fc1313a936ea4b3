"""What can be listed: where, how its things are named, and how one is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from credentials.client import fields
from credentials.client.answers import Application, Client, Credential
from credentials.client.call import Call, Query, get
from credentials.client.fields import WrongShape, fields_of
from credentials.errors import ApiError

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Read(Generic[K, T]):
    """One thing of a list: its id, and what was read or why it could not be."""

    id: K
    value: T | None = None
    error: ApiError | None = None


@dataclass(frozen=True, slots=True)
class Shelf(Generic[K, T]):
    """``path`` lists ids; ``path/{id}`` is one thing, whose ``id_field`` holds its id."""

    path: str
    id_field: str
    id_of: Callable[[object], K]
    shape: Callable[[object], T]
    query: Query = ()

    def ids(self, value: object) -> tuple[K, ...]:
        """The ids of the list. Raises ``WrongShape``."""
        return fields.each(value, self.id_of)

    def read(self, value: object) -> Read[K, T]:
        """A whole thing. Raises ``WrongShape``."""
        key = self.id_of(fields_of(value).get(self.id_field))
        return Read(key, value=self.shape(value))

    def one(self, key: K) -> Call:
        """The call that reads one thing."""
        return get(f"{self.path}/{key}")

    def the_one(self, key: K, value: object) -> Read[K, T]:
        """The thing that was asked for; another one is the ``WrongShape``."""
        read = self.read(value)
        if read.id != key:
            raise WrongShape
        return read


CREDENTIALS: Final[Shelf[int, Credential]] = Shelf(
    "/me/api/credential", "credentialId", id_of=fields.number_id, shape=Credential.read
)
APPLICATIONS: Final[Shelf[int, Application]] = Shelf(
    "/me/api/application", "applicationId", id_of=fields.number_id, shape=Application.read
)
CLIENTS: Final[Shelf[str, Client]] = Shelf(
    "/me/api/oauth2/client", "clientId", id_of=fields.client_id, shape=Client.read
)
