"""``/v2/iam/resource`` and what a caller may do there (api 5.1)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.gate import iam
from sandbox.listing.tag_filters import has_tags, wanted_tags
from sandbox.routes.described.owned import resource_id
from sandbox.routing import RouteFamily
from sandbox.schema.operations import operations
from sandbox.schema.products import resource_types
from sandbox.state.records import IamResource

routes = RouteFamily("v2")

_RESOURCE = "/iam/resource/{resourceURN}"
_EDIT = "account:apiovh:iam/resource/edit"
_TAG = re.compile(r"[a-zA-Z0-9_.:/=+@-]{1,128}")
_LONGEST_VALUE = 256
_RESERVED = "ovh:"


@routes("GET", "/iam/resource", action="none", cursors=True)
def resources(call: Call) -> list[dict[str, Any]]:
    """What the caller may see, narrowed by type, name, URN and tags."""
    tags = wanted_tags(call, "tags")
    listed = [
        item
        for item in _resources(call)
        if _is_visible(call, item["urn"]) and has_tags(call.world, item["urn"], tags)
    ]
    for field, name in (("type", "resourceType"), ("name", "resourceName"), ("urn", "resourceURN")):
        wanted = call.query(name)
        listed = [item for item in listed if not wanted or item[field] in wanted]
    return listed


@routes("GET", _RESOURCE, action="none")
def resource(call: Call) -> dict[str, Any]:
    """One resource by its URN, if the caller may see it."""
    return _visible(call)


@routes("PUT", _RESOURCE, action=_EDIT)
def change(call: Call) -> dict[str, Any]:
    """Change the name that a resource is shown by, and its tags."""
    kept, data = _kept(call), call.data()
    tags = kept.tags if data.get("tags") is None else data["tags"]
    for key, value in tags.items():
        _check_tag(key, value)
    name = data.get("displayName") or kept.display_name
    call.world.keep(replace(kept, display_name=name, tags=dict(tags)))
    return _visible(call)


@routes("POST", f"{_RESOURCE}/tag", action=_EDIT)
def add_tag(call: Call) -> None:
    """Tag a resource; a tag of that key gets the new value."""
    key, value = call.text("key"), call.text("value")
    _check_tag(key, value)
    kept = _kept(call)
    call.world.keep(replace(kept, tags={**kept.tags, key: value}))


@routes("DELETE", f"{_RESOURCE}/tag/{{key}}", action=_EDIT)
def remove_tag(call: Call) -> None:
    """Take a tag off a resource."""
    kept, key = _kept(call), call.params["key"]
    if key not in kept.tags:
        raise errors.not_found(f"The requested object (key = {key}) does not exist")
    rest = {name: value for name, value in kept.tags.items() if name != key}
    call.world.keep(replace(kept, tags=rest))


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
    types = resource_types()
    named = [
        ("account", nic),
        *(("dnsZone", zone.id) for zone in zones),
        *((types[service.kind], service.name) for service in services if service.kind in types),
    ]
    return [_shape(call, kind=kind, name=name) for kind, name in named]


def _shape(call: Call, *, kind: str, name: str) -> dict[str, Any]:
    urn = call.world.urn(f"resource:{kind}:{name}")
    kept = call.world.iam_resources.get(urn) or IamResource(urn)
    return {
        "id": resource_id(urn),
        "urn": urn,
        "name": name,
        "displayName": kept.display_name or name,
        "type": kind,
        "owner": call.who.account,
        "tags": kept.tags,
    }


def _visible(call: Call) -> dict[str, Any]:
    """The resource that the path names, if the caller may see it. Raises a 404."""
    urn = call.params["resourceURN"]
    for item in _resources(call):
        if item["urn"] == urn and _is_visible(call, urn):
            return item
    raise errors.not_found()


def _kept(call: Call) -> IamResource:
    urn = _visible(call)["urn"]
    return call.world.iam_resources.get(urn) or IamResource(urn)


def _check_tag(key: str, value: str) -> None:
    """A tag as OVHcloud takes it (api 5.2). Raises a 400."""
    if not _TAG.fullmatch(key) or key.startswith(_RESERVED):
        raise errors.bad_field("key", errors.wrong_type("string"))
    if len(value) > _LONGEST_VALUE:
        raise errors.bad_field("value", errors.wrong_type("string"))


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
