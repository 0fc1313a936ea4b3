"""The client of the OVHcloud API: every call gives an answer to use, or an error that says why.

``OvhClient`` signs with an application's keys, ``BearerClient`` uses a service account's tokens.
"""

from __future__ import annotations

from credentials.client.answers import (
    Application,
    Client,
    Credential,
    CredentialRequest,
    Details,
    NewClient,
    Token,
)
from credentials.client.deleting import Deleted
from credentials.client.limits import LADDER, Limits, Strategy
from credentials.client.lists import Listing, Read
from credentials.client.memory import forget
from credentials.client.ovh_client import BearerClient, OvhClient
from credentials.client.tokens import mint_token

__all__ = [
    "LADDER",
    "Application",
    "BearerClient",
    "Client",
    "Credential",
    "CredentialRequest",
    "Deleted",
    "Details",
    "Limits",
    "Listing",
    "NewClient",
    "OvhClient",
    "Read",
    "Strategy",
    "Token",
    "forget",
    "mint_token",
]
