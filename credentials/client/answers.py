"""What OVHcloud answers, as values. Unknown fields are ignored, missing ones are empty.

Only an answer without a usable identity, or without the secret it should bring, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from credentials.client import fields
from credentials.client.fields import Fields, WrongShape, fields_of
from credentials.enums import CredentialState
from credentials.rights import AccessRule

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_STATES: Final = {state.value: state for state in CredentialState}


@dataclass(frozen=True, slots=True)
class CredentialRequest:
    """``auth.ApiCredentialRequest``: the key comes before consent and can never be read again."""

    consumer_key: str = field(repr=False)
    state: str
    validation_url: str = field(repr=False)

    @classmethod
    def read(cls, value: object) -> CredentialRequest:
        found = fields_of(value)
        return cls(
            consumer_key=fields.secret(found.get("consumerKey")),
            state=_state(found),
            validation_url=_page(found.get("validationUrl")),
        )


@dataclass(frozen=True, slots=True)
class Credential:
    """``auth.ApiCredential`` (api 3). ``allowed_ips`` is ``None`` for "from anywhere".

    ``status`` is a ``CredentialState``, or the text of one we do not know. ``unknown_rules``
    counts rules that cannot be represented, so that nobody takes ``rules`` for all of them.
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

    @classmethod
    def read(cls, value: object) -> Credential:
        found = fields_of(value)
        rules, unknown_rules = fields.rules(found.get("rules"))
        return cls(
            credential_id=fields.number_id(found.get("credentialId")),
            application_id=fields.number_or_none(found.get("applicationId")),
            status=_state(found),
            rules=rules,
            allowed_ips=fields.texts_or_none(found.get("allowedIPs")),
            creation=fields.moment(found.get("creation")),
            expiration=fields.moment(found.get("expiration")),
            last_use=fields.moment(found.get("lastUse")),
            ovh_support=found.get("ovhSupport") is True,
            unknown_rules=unknown_rules,
        )


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
        found = fields_of(value)
        return cls(
            application_id=fields.number_id(found.get("applicationId")),
            application_key=fields.text(found.get("applicationKey"), most=128),
            name=fields.text(found.get("name")),
            description=fields.text(found.get("description"), most=4000),
            status=fields.text(found.get("status"), most=32),
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
    def read(cls, value: object) -> Details:
        found = fields_of(value)
        routes = found.get("allowedRoutes")
        return cls(
            account=fields.text(found.get("account")),
            method=fields.text(found.get("method")),
            identities=fields.texts(found.get("identities")),
            allowed_routes=fields.rules(routes)[0] if isinstance(routes, list) else None,
            user=fields.text(found.get("user")),
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
        found = fields_of(value)
        return cls(
            client_id=fields.client_id(found.get("clientId")),
            name=fields.text(found.get("name")),
            description=fields.text(found.get("description"), most=4000),
            flow=fields.text(found.get("flow"), most=32),
            identity=fields.text(found.get("identity")),
            created_at=fields.moment(found.get("createdAt")),
        )


@dataclass(frozen=True, slots=True)
class NewClient:
    """``oauth2.clientSecret``: shown once, never again (api 4.2)."""

    client_id: str
    client_secret: str = field(repr=False)

    @classmethod
    def read(cls, value: object) -> NewClient:
        found = fields_of(value)
        return cls(
            client_id=fields.client_id(found.get("clientId")),
            client_secret=fields.secret(found.get("clientSecret")),
        )


@dataclass(frozen=True, slots=True)
class Token:
    """An access token; ``expires_in`` is in seconds from its making."""

    expires_in: int
    scope: str
    access_token: str = field(repr=False)

    @classmethod
    def read(cls, value: object) -> Token:
        found = fields_of(value)
        seconds = found.get("expires_in")
        return cls(
            expires_in=fields.number_or_none(seconds) or 0,
            scope=fields.text(found.get("scope")),
            access_token=fields.secret(found.get("access_token")),
        )


def _state(found: Fields) -> str:
    status = fields.text(found.get("state", found.get("status")), most=32)
    return _STATES.get(status, status)


def _page(value: object) -> str:
    """An address a browser may be sent to: as OVHcloud gave it, never built by us (api 1.3)."""
    page = fields.secret(value)
    try:
        parts = urlsplit(page)
    except ValueError:
        raise WrongShape from None
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise WrongShape
    return page
