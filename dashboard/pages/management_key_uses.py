"""What an account's management key is used for, and the way to one that may do more."""

from __future__ import annotations

from dataclasses import dataclass

from credentials import vault
from credentials.core import Permission
from credentials.models import Account
from credentials.vault import MissingRights
from dashboard.rights_builder import management_key_request


@dataclass(frozen=True, slots=True)
class KeyUse:
    """``request_url`` leads to the request of a key with all that this one may, and what it lacks
    for this use; empty where it lacks nothing, or the reader requests no keys."""

    rights: MissingRights
    request_url: str


def uses_of_key(account: Account, may: frozenset[Permission]) -> list[KeyUse]:
    """The uses that Keydesk has for the management key, the reading of live keys first."""
    uses = vault.management_key_reach(account.management_key)
    return [KeyUse(use, _request_url(account, use, may)) for use in uses]


def _request_url(account: Account, use: MissingRights, may: frozenset[Permission]) -> str:
    if not use.missing or Permission.REQUEST_KEYS not in may:
        return ""
    return management_key_request(account, vault.MANAGEMENT_RECIPE, use.missing)
