"""What can be listed: by which route, how its objects are identified, and how one is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from credentials.core import ApiError
from credentials.ovhcloud.client import fields
from credentials.ovhcloud.client.answers import Application, Client, Credential, LoggedCall
from credentials.ovhcloud.client.call import Call, Query, get
from credentials.ovhcloud.client.fields import WrongShape, fields_of

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListItem(Generic[K, T]):
    """One object of a list: its ``id``, and its ``value`` or the ``error`` that stands for it."""

    id: K
    value: T | None = None
    error: ApiError | None = None


@dataclass(frozen=True, slots=True)
class ListRoute(Generic[K, T]):
    """``path`` lists ids; ``path/{id}`` is one object, whose ``id_field`` holds its id."""

    path: str
    id_field: str
    id_of: Callable[[object], K]
    shape: Callable[[object], T]
    query: Query = ()

    def ids(self, value: object) -> tuple[K, ...]:
        """The ids of the list. Raises ``WrongShape``."""
        return fields.each(value, self.id_of)

    def read(self, value: object) -> ListItem[K, T]:
        """A whole object. Raises ``WrongShape``."""
        key = self.id_of(fields_of(value).get(self.id_field))
        return ListItem(key, value=self.shape(value))

    def call_for(self, key: K) -> Call:
        """The call that reads one object."""
        return get(f"{self.path}/{key}")

    def read_requested(self, key: K, value: object) -> ListItem[K, T]:
        """The object that was asked for. Raises ``WrongShape`` for another one."""
        read = self.read(value)
        if read.id != key:
            raise WrongShape
        return read


CREDENTIALS: Final[ListRoute[int, Credential]] = ListRoute(
    "/me/api/credential", "credentialId", id_of=fields.number_id, shape=Credential.read
)
APPLICATIONS: Final[ListRoute[int, Application]] = ListRoute(
    "/me/api/application", "applicationId", id_of=fields.number_id, shape=Application.read
)
CLIENTS: Final[ListRoute[str, Client]] = ListRoute(
    "/me/api/oauth2/client", "clientId", id_of=fields.client_id, shape=Client.read
)
OWN_CALLS: Final[ListRoute[int, LoggedCall]] = ListRoute(
    "/me/api/logs/self", "logId", id_of=fields.number_id, shape=LoggedCall.read
)
CALLS_BY_OTHERS: Final[ListRoute[int, LoggedCall]] = ListRoute(
    "/me/api/logs/services", "logId", id_of=fields.number_id, shape=LoggedCall.read
)
