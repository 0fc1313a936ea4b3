"""``/v2/iam/resource`` and what a caller may do there (api 5.1)."""

from __future__ import annotations

import uuid
from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.gate import iam
from sandbox.routing import RouteFamily
from sandbox.schema.operations import operations

routes = RouteFamily("v2")

_TYPES = {
    "vps": "vps",
    "cloud/project": "publicCloudProject",
    "dedicated/server": "dedicatedServer",
    "domain": "domain",
    "sms": "sms",
}


@routes("GET", "/iam/resource", action="none", cursors=True)
def resources(call: Call) -> list[dict[str, Any]]:
    """What the caller may see, narrowed by type, name and URN."""
    listed = [item for item in _resources(call) if _is_visible(call, item["urn"])]
    for field, name in (("type", "resourceType"), ("name", "resourceName"), ("urn", "resourceURN")):
        wanted = call.query(name)
        listed = [item for item in listed if not wanted or item[field] in wanted]
    return listed


@routes("GET", "/iam/resource/{resourceURN}", action="none")
def resource(call: Call) -> dict[str, Any]:
    """One resource by its URN, if the caller may see it."""
    urn = call.params["resourceURN"]
    for item in _resources(call):
        if item["urn"] == urn and _is_visible(call, urn):
            return item
    raise errors.not_found()


@routes("POST", "/iam/resource/{resourceURN}/authorization/check", action="none")
def check(call: Call) -> dict[str, list[str]]:
    """Which actions the caller may do on one resource."""
    return _checked(call, call.params["resourceURN"])


@routes("POST", "/iam/authorization/check", action="none")
def check_several(call: Call) -> list[dict[str, Any]]:
    """Which actions the caller may do on each of several resources."""
    urns = call.data().get("resourceURNs") or ()
    return [{"resourceURN": urn} | _checked(call, urn) for urn in urns]


@routes("GET", "/iam/reference/action", action="none", cursors=True)
def actions(call: Call) -> list[dict[str, Any]]:
    """Every action a policy can name."""
    wanted = call.query("resourceType")
    names = sorted({action for row in operations() for action in row.actions})
    return [_action(name) for name in names if not wanted or name.partition(":")[0] in wanted]


@routes("GET", "/iam/reference/resource/type", action="none")
def types(call: Call) -> list[str]:
    """Every resource type a policy can name."""
    return sorted({action.partition(":")[0] for row in operations() for action in row.actions})


def _resources(call: Call) -> list[dict[str, Any]]:
    nic, world = call.who.account, call.world
    zones = [zone for zone in world.zones.values() if zone.account == nic]
    services = [service for service in world.services.values() if service.account == nic]
    named = [
        ("account", nic),
        *(("dnsZone", zone.id) for zone in zones),
        *((_TYPES[service.kind], service.name) for service in services if service.kind in _TYPES),
    ]
    return [_shape(nic, kind=kind, name=name) for kind, name in named]


def _shape(owner: str, *, kind: str, name: str) -> dict[str, Any]:
    urn = f"urn:v1:eu:resource:{kind}:{name}"
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, urn)),
        "urn": urn,
        "name": name,
        "displayName": name,
        "type": kind,
        "owner": owner,
        "tags": {},
    }


def _is_visible(call: Call, urn: str) -> bool:
    return call.who.is_root or iam.is_concerned(call, urn)


def _checked(call: Call, urn: str) -> dict[str, list[str]]:
    asked = call.data().get("actions") or ()
    granted = [action for action in asked if iam.is_granted(call, action, urn)]
    refused = [action for action in asked if action not in granted]
    return {"authorizedActions": granted, "unauthorizedActions": refused}


def _action(name: str) -> dict[str, Any]:
    verbs = {"get": "READ", "create": "CREATE", "edit": "EDIT", "delete": "DELETE"}
    category = verbs.get(name.rpartition("/")[2].rpartition(":")[2], "OPERATE")
    return {
        "action": name,
        "categories": [category],
        "description": "",
        "resourceType": name.partition(":")[0],
        "hasQueryParameters": False,
    }
