"""Drafts of IAM policies: what ``POST /v2/iam/policy`` takes (api 5.2), never wider than asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any, Final

from credentials.core import RuleError, gettext_noop, say
from credentials.rights.catalogue.iam import ACCOUNT, IamAction, IamTranslation

_REGIONS: Final = ("ca", "us")
_RESERVED: Final = "ovh-"

_Grant = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Grantee:
    """Whom a policy is for. ``identity`` is read from the service account, never built; ``account``
    is the account's id (api 5.3), ``endpoint`` the name of its endpoint."""

    name: str
    identity: str
    account: str = ""
    endpoint: str = "ovh-eu"
    addresses: tuple[str, ...] = ()
    expires: datetime | None = None


def iam_policies(translation: IamTranslation, grantee: Grantee) -> list[dict[str, Any]]:
    """One policy, or several where one would allow actions on things they are not for.

    Raises ``RuleError`` when the account's id is needed and missing, or the name is reserved.
    """
    if grantee.name.startswith(_RESERVED):
        sentence = gettext_noop("Names of policies that begin with %(start)s are OVHcloud's own.")
        raise RuleError(say(sentence, start=_RESERVED))
    if translation.needs_account and not grantee.account:
        raise RuleError(say(gettext_noop("A policy about the account needs the account's id.")))
    parts = list(zip_longest(*_by_type(translation.actions, grantee).values()))
    return [
        _policy([grant for grant in part if grant], grantee, number=place if len(parts) > 1 else 0)
        for place, part in enumerate(parts, start=1)
    ]


def _by_type(actions: Iterable[IamAction], grantee: Grantee) -> dict[str, list[_Grant]]:
    """For each type of resource, which resources get which actions.

    Those with the same actions go together. Actions work on resources of their own type alone, so
    that one grant of each type makes a policy.
    """
    wanted: dict[str, dict[str, list[str]]] = {}
    for action in actions:
        by_urn = wanted.setdefault(action.type, {})
        for urn in _urns(action, grantee):
            by_urn.setdefault(urn, []).append(action.name)
    grouped: dict[str, dict[tuple[str, ...], list[str]]] = {}
    for kind, urns in wanted.items():
        for urn, names in urns.items():
            grouped.setdefault(kind, {}).setdefault(tuple(sorted(set(names))), []).append(urn)
    return {
        kind: [(urns, list(names)) for names, urns in groups.items()]
        for kind, groups in grouped.items()
    }


def _policy(grants: Sequence[_Grant], grantee: Grantee, *, number: int) -> dict[str, Any]:
    allowed = sorted(name for _, names in grants for name in names)
    policy: dict[str, Any] = {
        "name": f"{grantee.name}-{number}" if number else grantee.name,
        "identities": [grantee.identity],
        "resources": [{"urn": urn} for urns, _ in grants for urn in urns],
        "permissions": {"allow": [{"action": name} for name in allowed]},
    }
    if grantee.addresses:
        policy["conditions"] = _from_addresses(grantee.addresses)
    if grantee.expires:
        policy["expiredAt"] = grantee.expires.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return policy


def _from_addresses(addresses: Sequence[str]) -> dict[str, Any]:
    matches = [{"operator": "MATCH", "values": {"request.IP.IN": address}} for address in addresses]
    return matches[0] if len(matches) == 1 else {"operator": "OR", "conditions": matches}


def _urns(action: IamAction, grantee: Grantee) -> list[str]:
    region = grantee.endpoint.rpartition("-")[2]
    start = f"urn:v1:{region if region in _REGIONS else 'eu'}:resource:{action.type}"
    names = (grantee.account,) if action.type == ACCOUNT else action.resources
    return [f"{start}:{name}" for name in names]
