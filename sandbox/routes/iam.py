"""``/v2/iam``: policies and permissions groups (api 5)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.gate.managed_groups import MANAGED_GROUPS
from sandbox.routes.policies import check_policy, policy_fields, policy_shape
from sandbox.routing import RouteFamily
from sandbox.state.records import Policy

routes = RouteFamily("v2")

_ACTION = "account:apiovh:iam/"
_POLICY = "/iam/policy/{policyId}"
_GROUP = "/iam/permissionsGroup/{permissionsGroupURN}"


@routes("GET", "/iam/policy", action=f"{_ACTION}policy/get", cursors=True)
def policies(call: Call) -> list[dict[str, Any]]:
    """The account's policies, narrowed by identity, resource and action."""
    wanted = {name: set(call.query(name)) for name in ("identity", "resourceURN", "action")}
    return [
        policy_shape(policy)
        for policy in call.world.policies.values()
        if policy.owner == call.who.account
        and _overlaps(wanted["identity"], policy.identities)
        and _overlaps(wanted["resourceURN"], policy.resources)
        and _overlaps(wanted["action"], policy.allow)
    ]


@routes("POST", "/iam/policy", action=f"{_ACTION}policy/create")
def create(call: Call) -> dict[str, Any]:
    """A new policy of the account. Raises a 400 for what is none."""
    data = check_policy(call.data())
    policy = Policy(
        id=str(uuid.uuid4()),
        owner=call.who.account,
        created_at=call.now,
        **policy_fields(data),
    )
    call.world.keep(policy)
    return policy_shape(policy)


@routes("GET", _POLICY, action=f"{_ACTION}policy/get")
def policy(call: Call) -> dict[str, Any]:
    """``iam.policy.Response`` of a policy of the account."""
    return policy_shape(_own(call))


@routes("PUT", _POLICY, action=f"{_ACTION}policy/edit")
def change(call: Call) -> dict[str, Any]:
    """Replace all of a policy, with the fields a creation takes."""
    policy = _writable(call)
    changed = replace(policy, updated_at=call.now, **policy_fields(check_policy(call.data())))
    call.world.keep(changed)
    return policy_shape(changed)


@routes("DELETE", _POLICY, action=f"{_ACTION}policy/delete")
def delete(call: Call) -> None:
    """Delete a policy, unless it is read-only."""
    call.world.drop(_writable(call))


@routes("GET", "/iam/permissionsGroup", action=f"{_ACTION}permissionsGroup/get", cursors=True)
def groups(call: Call) -> list[dict[str, Any]]:
    """The groups that OVHcloud manages."""
    return [_group(call, name) for name in MANAGED_GROUPS]


@routes("GET", _GROUP, action=f"{_ACTION}permissionsGroup/get")
def group(call: Call) -> dict[str, Any]:
    """One of the groups that OVHcloud manages, by its URN."""
    name = call.params["permissionsGroupURN"].removeprefix(_group_urn(call, ""))
    if name not in MANAGED_GROUPS:
        raise errors.not_found()
    return _group(call, name)


def _own(call: Call) -> Policy:
    policy = call.world.policies.get(call.params["policyId"])
    if policy is None or policy.owner != call.who.account:
        raise errors.not_found("This policy does not exist")
    return policy


def _writable(call: Call) -> Policy:
    policy = _own(call)
    if policy.read_only:
        raise errors.forbidden("This policy is read-only")
    return policy


def _overlaps(wanted: set[str], actual: tuple[str, ...]) -> bool:
    return not wanted or bool(wanted & set(actual))


def _group(call: Call, name: str) -> dict[str, Any]:
    actions = [{"action": action} for action in MANAGED_GROUPS[name]]
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        "urn": _group_urn(call, name),
        "name": name,
        "description": "",
        "permissions": {"allow": actions, "deny": [], "except": []},
        "owner": "ovh",
        "createdAt": "2023-01-01T00:00:00.000000Z",
        "updatedAt": None,
    }


def _group_urn(call: Call, name: str) -> str:
    return call.world.urn(f"permissionsGroup:ovh:{name}")
