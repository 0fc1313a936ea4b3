"""Asking OVHcloud whose a key is, by the key itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from credentials import ovhcloud
from credentials.ovhcloud import BearerClient, Credential, Details, Endpoint, OvhClient


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTriple:
    """Application key, application secret and consumer key, already cleaned."""

    application_key: str
    application_secret: str = field(repr=False)
    consumer_key: str = field(repr=False)


def prove_key(endpoint: Endpoint, triple: KeyTriple) -> tuple[Credential, Details]:
    """What OVHcloud says of the three values together, and whose they are.

    Raises ``ApiError`` with the cause (which of the three values is wrong).
    """
    with OvhClient(
        endpoint,
        application_key=triple.application_key,
        application_secret=triple.application_secret,
        consumer_key=triple.consumer_key,
        limits=ovhcloud.limits(),
    ) as ovh:
        return ovh.current_credential(), ovh.details()


def prove_client(endpoint: Endpoint, client_id: str, client_secret: str) -> str:
    """The customer account behind a service account; raises ``ApiError``."""
    with BearerClient(
        endpoint, client_id=client_id, client_secret=client_secret, limits=ovhcloud.limits()
    ) as ovh:
        return ovh.details().account
