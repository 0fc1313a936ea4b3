"""What OVHcloud answers, as values. Unknown fields are ignored, missing ones are empty.

Only an answer without a usable identity, or without the secret it should bring, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from credentials.core import CredentialState, Method
from credentials.ovhcloud.client import fields
from credentials.ovhcloud.client.fields import Fields, WrongShape, fields_of
from credentials.ovhcloud.endpoints import LOOPBACK
from credentials.rights import AccessRule

_METHODS: Final = frozenset(method.value for method in Method)
_STATES: Final = {state.value: state for state in CredentialState}


@dataclass(frozen=True, slots=True)
class CredentialRequest:
    """``auth.ApiCredentialRequest``: the key comes before consent and can never be read again."""

    consumer_key: str = field(repr=False)
    state: str
    validation_url: str = field(repr=False)

    @classmethod
    def read(cls, value: object) -> CredentialRequest:
        """From the JSON value of an answer. Raises ``WrongShape``."""
        answer = fields_of(value)
        return cls(
            consumer_key=fields.secret(answer.get("consumerKey")),
            state=_state(answer),
            validation_url=_page(answer.get("validationUrl")),
        )


@dataclass(frozen=True, slots=True)
class Credential:
    """``auth.ApiCredential`` (api 3). ``allowed_ips`` is ``None`` for "from anywhere".

    ``status`` is a ``CredentialState``, or the text of one we do not know. ``unknown_rules``
    counts rules that cannot be represented, so that nobody takes ``rules`` for all of them.
    ``has_unread_addresses``: they came in a form that nobody knows; ``allowed_ips`` says nothing.
    """

    credential_id: int
    application_id: int | None
    status: str
    rules: tuple[AccessRule, ...]
    allowed_ips: tuple[str, ...] | None
    creation: datetime | None
    expiration: datetime | None
    last_use: datetime | None
    ovh_support: bool
    unknown_rules: int = 0
    has_unread_addresses: bool = False

    @classmethod
    def read(cls, value: object) -> Credential:
        """From the JSON value of an answer. Raises ``WrongShape``."""
        answer = fields_of(value)
        rules, unknown_rules = fields.rules(answer.get("rules"))
        allowed_ips, has_unread_addresses = _addresses(answer)
        return cls(
            credential_id=fields.number_id(answer.get("credentialId")),
            application_id=fields.number_or_none(answer.get("applicationId")),
            status=_state(answer),
            rules=rules,
            allowed_ips=allowed_ips,
            creation=fields.moment(answer.get("creation")),
            expiration=fields.moment(answer.get("expiration")),
            last_use=fields.moment(answer.get("lastUse")),
            ovh_support=answer.get("ovhSupport") is True,
            unknown_rules=unknown_rules,
            has_unread_addresses=has_unread_addresses,
        )

    @classmethod
    def read_to_change(cls, value: object) -> Credential:
        """The same, for whoever changes its addresses. Raises ``WrongShape`` for unread ones."""
        credential = cls.read(value)
        if credential.has_unread_addresses:
            raise WrongShape
        return credential


@dataclass(frozen=True, slots=True)
class Application:
    """``auth.ApiApplication`` (api 4.1)."""

    application_id: int
    application_key: str
    name: str
    description: str
    status: str

    @classmethod
    def read(cls, value: object) -> Application:
        """From the JSON value of an answer. Raises ``WrongShape``."""
        answer = fields_of(value)
        return cls(
            application_id=fields.number_id(answer.get("applicationId")),
            application_key=fields.text(answer.get("applicationKey"), most=128),
            name=fields.text(answer.get("name")),
            description=fields.text(answer.get("description"), most=4000),
            status=fields.text(answer.get("status"), most=32),
        )


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """``api.Log`` (api 4.3): a call that was made, without the key that made it.

    ``path`` is without its query, ``address`` empty where none is told.
    """

    number: int
    at: datetime
    account: str
    address: str
    method: Method
    path: str
    route: str

    @classmethod
    def read(cls, value: object) -> LoggedCall:
        """From the JSON value of an answer. Raises ``WrongShape``."""
        answer = fields_of(value)
        at = fields.moment(answer.get("date"))
        path = fields.text(answer.get("path"), most=4000).partition("?")[0]
        method = fields.text(answer.get("method"), most=16).upper()
        if at is None or not path.startswith("/") or method not in _METHODS:
            raise WrongShape
        return cls(
            number=fields.number_id(answer.get("logId")),
            at=at,
            account=fields.text(answer.get("account")),
            address=fields.address(answer.get("ip")),
            method=Method(method),
            path=path,
            route=fields.text(answer.get("route"), most=4000),
        )


@dataclass(frozen=True, slots=True)
class Details:
    """``auth.Details``: whose the credential is. ``allowed_routes`` is ``None`` for everything."""

    account: str
    method: str
    identities: tuple[str, ...]
    allowed_routes: tuple[AccessRule, ...] | None
    user: str

    @classmethod
    def of_account(cls, nic: str) -> Details:
        """Of a key that cannot be asked, and that a list of the account shows."""
        return cls(account=nic, method="", identities=(), allowed_routes=None, user="")

    @classmethod
    def read(cls, value: object) -> Details:
        """From the JSON value of an answer. Raises ``WrongShape``."""
        answer = fields_of(value)
        routes = answer.get("allowedRoutes")
        return cls(
            account=fields.text(answer.get("account")),
            method=fields.text(answer.get("method")),
            identities=fields.texts(answer.get("identities")),
            allowed_routes=fields.rules(routes)[0] if isinstance(routes, list) else None,
            user=fields.text(answer.get("user")),
        )


@dataclass(frozen=True, slots=True)
class Client:
    """``oauth2.client``: a service account, or an application that people sign in to."""

    client_id: str
    name: str
    description: str
    flow: str
    identity: str
    created_at: datetime | None

    @classmethod
    def read(cls, value: object) -> Client:
        """From the JSON value of an answer. Raises ``WrongShape``."""
        answer = fields_of(value)
        return cls(
            client_id=fields.client_id(answer.get("clientId")),
            name=fields.text(answer.get("name")),
            description=fields.text(answer.get("description"), most=4000),
            flow=fields.text(answer.get("flow"), most=32),
            identity=fields.text(answer.get("identity")),
            created_at=fields.moment(answer.get("createdAt")),
        )


@dataclass(frozen=True, slots=True)
class NewClient:
    """``oauth2.clientSecret``: shown once, never again (api 4.2)."""

    client_id: str
    client_secret: str = field(repr=False)

    @classmethod
    def read(cls, value: object) -> NewClient:
        """From the JSON value of an answer. Raises ``WrongShape``."""
        answer = fields_of(value)
        return cls(
            client_id=fields.client_id(answer.get("clientId")),
            client_secret=fields.secret(answer.get("clientSecret")),
        )


@dataclass(frozen=True, slots=True)
class Token:
    """An access token; ``expires_in`` is in seconds from its making."""

    expires_in: int
    scope: str
    access_token: str = field(repr=False)

    @classmethod
    def read(cls, value: object) -> Token:
        """From the JSON value of an answer. Raises ``WrongShape``."""
        answer = fields_of(value)
        seconds = answer.get("expires_in")
        return cls(
            expires_in=fields.number_or_none(seconds) or 0,
            scope=fields.text(answer.get("scope")),
            access_token=fields.secret(answer.get("access_token")),
        )


def _addresses(answer: Fields) -> tuple[tuple[str, ...] | None, bool]:
    """What it may be used from, and whether that came in a form that nobody knows."""
    try:
        return fields.blocks_or_none(answer.get("allowedIPs")), False
    except WrongShape:
        return None, True


def _state(answer: Fields) -> str:
    status = fields.text(answer.get("state", answer.get("status")), most=32)
    return _STATES.get(status, status)


def _page(value: object) -> str:
    """An address a browser may be sent to: as OVHcloud gave it, never built by us (api 1.3)."""
    page = fields.secret(value)
    try:
        parts = urlsplit(page)
    except ValueError:
        raise WrongShape from None
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise WrongShape
    return page
