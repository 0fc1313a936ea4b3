"""The trip to OVHcloud's validation page: request a consumer key, come back, notice the outcome.

The key arrives before consent and can never be read again, so it is sealed at once, pending.
Coming back proves nothing (api 3.1): ``currentCredential`` does. A pending, refused, expired and
revoked key all answer alike, so the time since the request and the return tell them apart.
"""

from __future__ import annotations

from credentials.validation.clients import signed_client
from credentials.validation.outcome import (
    bind,
    check,
    granted_against_requested,
    is_given_up,
    may_still_change,
)
from credentials.validation.requesting import Wish, again, consent_page, request
from credentials.validation.returning import SpentLinkError, redeem

__all__ = [
    "SpentLinkError",
    "Wish",
    "again",
    "bind",
    "check",
    "consent_page",
    "granted_against_requested",
    "is_given_up",
    "may_still_change",
    "redeem",
    "request",
    "signed_client",
]
