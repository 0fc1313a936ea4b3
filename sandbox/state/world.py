"""The world: the records of a sandbox, by id and by every key and secret they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeVar

from sandbox.state.records import (
    Account,
    Application,
    Change,
    Client,
    Credential,
    IamResource,
    PastCall,
    Policy,
    Service,
    Token,
    Zone,
)

#: The region of the snapshot that the description is of.
HOME: Final = "eu"
REGIONS: Final = (HOME, "ca", "us")
Record = (
    Account
    | Application
    | Credential
    | Client
    | Token
    | Policy
    | Zone
    | Service
    | IamResource
    | Change
    | PastCall
)
R = TypeVar("R", Application, Credential, Client, Token)


class World:
    """Every record, by kind and id. ``keep`` and ``drop`` are the only ways to change it.

    ``revision`` counts the changes. ``last_use`` (credential id to epoch seconds) is no change:
    it is written with the next one. ``identifiers`` maps every key and secret there ever was to its
    kind and the id of its record. ``region`` is ``eu``, ``ca`` or ``us``.
    """

    def __init__(self, region: str = HOME) -> None:
        self.region = region
        self.accounts: dict[str, Account] = {}
        self.applications: dict[int, Application] = {}
        self.credentials: dict[int, Credential] = {}
        self.clients: dict[str, Client] = {}
        self.tokens: dict[str, Token] = {}
        self.policies: dict[str, Policy] = {}
        self.zones: dict[str, Zone] = {}
        self.services: dict[str, Service] = {}
        self.iam_resources: dict[str, IamResource] = {}
        self.changes: dict[str, Change] = {}
        self.past_calls: dict[int, PastCall] = {}
        self.last_use: dict[int, float] = {}
        self.identifiers: dict[str, tuple[str, Any]] = {}
        self.revision = 0
        self.last_id = 410_000_000

    def tables(self) -> dict[type[Any], dict[Any, Any]]:
        """Every table by the kind of its records."""
        return {
            Account: self.accounts,
            Application: self.applications,
            Credential: self.credentials,
            Client: self.clients,
            Token: self.tokens,
            Policy: self.policies,
            Zone: self.zones,
            Service: self.services,
            IamResource: self.iam_resources,
            Change: self.changes,
            PastCall: self.past_calls,
        }

    def keep(self, record: Record) -> None:
        """Add ``record``, or put it in the place of the one with its id."""
        self.tables()[type(record)][record.id] = record
        self.identifiers.update(
            (value, (kind, record.id)) for value, kind in record.identifiers().items() if value
        )
        self.revision += 1

    def drop(self, record: Record) -> None:
        """Forget ``record``; its secrets stay known as secrets."""
        self.tables()[type(record)].pop(record.id, None)
        self.revision += 1

    def urn(self, kind_and_name: str) -> str:
        """The URN of something of this region: ``resource:vps:…``, ``identity:account:…``."""
        return f"urn:v1:{self.region}:{kind_and_name}"

    def next_id(self) -> int:
        """A number no record has had yet."""
        self.last_id += 1
        return self.last_id

    def application_of_key(self, key: str) -> Application | None:
        """The application with this application key, a deleted one too."""
        return self._identified(key, "application key", self.applications)

    def credential_of_key(self, consumer_key: str) -> Credential | None:
        """The credential with this consumer key."""
        return self._identified(consumer_key, "consumer key", self.credentials)

    def credential_of_token(self, token: str) -> Credential | None:
        """The credential whose validation page has this token."""
        return self._identified(token, "validation token", self.credentials)

    def credentials_of(self, account: str) -> Iterator[Credential]:
        """The credentials of an account; of an empty one, those nobody has opened yet."""
        return (
            credential for credential in self.credentials.values() if credential.account == account
        )

    def _identified(self, identifier: str, kind: str, table: dict[Any, R]) -> R | None:
        actual_kind, record_id = self.identifiers.get(identifier, ("", None))
        return table.get(record_id) if actual_kind == kind else None
