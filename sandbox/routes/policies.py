"""IAM policies between the API's shape and the world's record (api 5.2)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from credentials.core import Refusal
from sandbox import errors
from sandbox.state.clock import v2_datetime
from sandbox.state.records import Policy

_REQUIRED = ("name", "identities", "resources", "permissions")
_RESOURCE = re.compile(r"urn:v1:(eu|ca|us):(resource|resourceGroup):[^:]+(:.+)?")
_IDENTITY = re.compile(r"urn:v1:(eu|ca|us):identity:(account|user|group|credential):.+")


def check_policy(data: dict[str, Any]) -> dict[str, Any]:
    """``data`` if it is a policy. Raises a 400 for what OVHcloud would refuse."""
    for name in _REQUIRED:
        if data.get(name) is None:
            raise errors.bad_field(name, errors.MISSING_FIELD)
    if data["name"].startswith("ovh-"):
        raise errors.bad_request("Names that begin with ovh- are reserved")
    for urn in _resources(data):
        if not _RESOURCE.fullmatch(urn):
            message = f"Invalid resource URN {urn}, expected urn:v1:<region>:resource:<type>:<name>"
            raise errors.refusal(Refusal.RESOURCE_NAME, message)
    for urn in data["identities"]:
        if not _IDENTITY.fullmatch(urn):
            message = f"Invalid identity URN {urn}"
            raise errors.refusal(Refusal.IDENTITY_NAME, message)
    return data


def policy_fields(data: dict[str, Any]) -> dict[str, Any]:
    """The fields of a ``Policy`` that the caller chooses."""
    permissions = data["permissions"]
    return {
        "name": data["name"],
        "identities": tuple(data["identities"]),
        "resources": _resources(data),
        "allow": _actions(permissions, "allow"),
        "deny": _actions(permissions, "deny"),
        "excepted": _actions(permissions, "except"),
        "permissions_groups": tuple(group["urn"] for group in data.get("permissionsGroups") or ()),
        "description": data.get("description") or "",
        "conditions": data.get("conditions") or {},
        "expired_at": _moment(data.get("expiredAt")),
    }


def policy_shape(policy: Policy) -> dict[str, Any]:
    """``iam.policy.Response``."""
    return {
        "id": policy.id,
        "owner": policy.owner,
        "name": policy.name,
        "description": policy.description,
        "readOnly": policy.read_only,
        "identities": list(policy.identities),
        "resources": [{"urn": urn, "group": None, "resource": None} for urn in policy.resources],
        "permissions": {
            "allow": [{"action": action} for action in policy.allow],
            "deny": [{"action": action} for action in policy.deny],
            "except": [{"action": action} for action in policy.excepted],
        },
        "permissionsGroups": [{"urn": urn} for urn in policy.permissions_groups],
        "conditions": policy.conditions or None,
        "expiredAt": v2_datetime(policy.expired_at),
        "createdAt": v2_datetime(policy.created_at),
        "updatedAt": v2_datetime(policy.updated_at),
    }


def _resources(data: dict[str, Any]) -> tuple[str, ...]:
    return tuple(resource["urn"] for resource in data["resources"])


def _actions(permissions: dict[str, Any], name: str) -> tuple[str, ...]:
    return tuple(entry["action"] for entry in permissions.get(name) or ())


def _moment(text: str | None) -> float | None:
    return datetime.fromisoformat(text).timestamp() if text else None
