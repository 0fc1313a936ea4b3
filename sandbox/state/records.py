"""What a world is made of: frozen records, each with an ``id`` and the secrets that name it.

Moments are epoch seconds. ``identifiers`` maps every key and secret of a record to its kind: the
world looks records up by them, and a call is searched for secrets where none belong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Rule = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """A customer account (``nic``) and the logins of its local users."""

    nic: str
    first_name: str = ""
    name: str = ""
    email: str = ""
    users: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The nic."""
        return self.nic

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {}


@dataclass(frozen=True, slots=True)
class Application:
    """An application key and secret. A deleted one stays: its keys get their own refusal."""

    id: int
    key: str
    secret: str = field(repr=False)
    owner: str
    name: str = ""
    description: str = ""
    status: str = "active"
    deleted: bool = False

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {self.key: "application key", self.secret: "application secret"}


@dataclass(frozen=True, slots=True)
class Credential:
    """A consumer key. ``account`` is empty until somebody has opened its validation page."""

    id: int
    consumer_key: str = field(repr=False)
    application_id: int
    rules: tuple[Rule, ...]
    creation: float
    status: str = "pendingValidation"
    account: str = ""
    user: str = ""
    expiration: float | None = None
    allowed_ips: tuple[str, ...] | None = None
    redirection: str = ""
    token: str = field(default="", repr=False)
    ovh_support: bool = False

    def state(self, now: float) -> str:
        """The state as OVHcloud spells it, expiry counted."""
        if self.status == "validated" and self.expiration is not None and self.expiration <= now:
            return "expired"
        return self.status

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {self.consumer_key: "consumer key", self.token: "validation token"}


@dataclass(frozen=True, slots=True)
class Client:
    """An OAuth2 client, the "service account" of the control panel."""

    id: str
    secret: str = field(repr=False)
    account: str
    name: str
    description: str
    flow: str = "CLIENT_CREDENTIALS"
    callback_urls: tuple[str, ...] = ()
    created_at: float = 0.0
    region: str = "eu"

    @property
    def identity(self) -> str | None:
        """The URN that policies name; an AUTHORIZATION_CODE client has none."""
        if self.flow != "CLIENT_CREDENTIALS":
            return None
        return f"urn:v1:{self.region}:identity:credential:{self.account}/oauth2-{self.id}"

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {self.secret: "client secret"}


@dataclass(frozen=True, slots=True)
class Token:
    """An access token; its value is its id."""

    id: str = field(repr=False)
    client_id: str
    expires: float

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {self.id: "access token"}


@dataclass(frozen=True, slots=True)
class Policy:
    """An IAM policy of ``owner``; ``conditions`` as the API takes them, empty for none."""

    id: str
    owner: str
    name: str
    identities: tuple[str, ...]
    resources: tuple[str, ...]
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    permissions_groups: tuple[str, ...] = ()
    description: str = ""
    conditions: dict[str, Any] = field(default_factory=dict)
    expired_at: float | None = None
    created_at: float = 0.0
    updated_at: float | None = None
    read_only: bool = False

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {}


@dataclass(frozen=True, slots=True)
class ZoneRecord:
    """One line of a DNS zone; ``target`` as the API writes it."""

    id: int
    field_type: str
    sub_domain: str
    target: str
    ttl: int = 0


@dataclass(frozen=True, slots=True)
class Zone:
    """A DNS zone: what the API shows, and what the name servers serve since the last refresh."""

    id: str
    account: str
    records: tuple[ZoneRecord, ...] = ()
    served: tuple[ZoneRecord, ...] = ()
    serial: int = 2026010100

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {}


@dataclass(frozen=True, slots=True)
class Service:
    """Any other product of an account: ``kind`` is its path (``vps``, ``cloud/project``, …)."""

    kind: str
    name: str
    account: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Kind and name: a name is unique within its kind only."""
        return f"{self.kind}/{self.name}"

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {}


@dataclass(frozen=True, slots=True)
class IamResource:
    """What IAM keeps of a resource: the name it is shown by, and its tags. ``id`` is its URN."""

    id: str
    display_name: str = ""
    tags: dict[str, str] = field(default_factory=dict)

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {}


@dataclass(frozen=True, slots=True)
class Change:
    """What calls made of an object that is else made of its model: ``fields`` are as they were
    sent. ``id`` is account and path, ``within`` the account and the path of its list, where the
    object is ``created`` or ``deleted`` by a call."""

    id: str
    within: str
    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    created: bool = False
    deleted: bool = False

    def identifiers(self) -> dict[str, str]:
        """Every key and secret of the record, and its kind."""
        return {}


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call from before the sandbox started, as ``/me/api/logs`` has it (api 4.3): made by
    ``account``, on a service of ``owner``."""

    id: int
    owner: str
    at: float
    account: str
    address: str
    method: str
    path: str
    route: str

    def identifiers(self) -> dict[str, str]:
        """It has none: the log does not say which key made a call."""
        return {}
