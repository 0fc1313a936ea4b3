"""The services of an account, as lists and items of products show them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from sandbox.call import Call
from sandbox.gate import iam
from sandbox.listing.tag_filters import has_tags, wanted_tags
from sandbox.schema.products import Product, products, resource_types
from sandbox.state.records import IamResource, Service
from sandbox.state.world import World

_ZONES = "domain/zone"
#: Under these, lists of the order API name services of the product whose path follows.
_ORDERS = ("/order/upgrade/", "/order/cartServiceOption/", "/order/")


def product_at(version: str, path: str) -> Product | None:
    """The product whose list is at a path; None for any other path."""
    return products().get((version, path))


def services_of(world: World, account: str, kind: str) -> Iterator[Service]:
    """The services of a kind that the account has; a zone is one too."""
    if kind == _ZONES:
        zones = [zone for zone in world.zones.values() if zone.account == account]
        yield from (Service(kind, zone.id, account) for zone in zones)
        return
    services = world.services.values()
    yield from (each for each in services if each.kind == kind and each.account == account)


def readable(call: Call, product: Product) -> list[Service]:
    """The services that the caller may read, narrowed by their tags."""
    own = services_of(call.world, call.who.account, product.kind)
    tags = wanted_tags(call, "iamTags")
    return [
        each
        for each in own
        if iam.is_granted(call, product.action, urn_of(call.world, product, each.name))
        and has_tags(call.world, urn_of(call.world, product, each.name), tags)
    ]


def urn_of(world: World, product: Product, name: str) -> str:
    """The URN of a service."""
    return world.urn(f"resource:{product.resource}:{name}")


def ordered_names(call: Call) -> list[str] | None:
    """The services that a list of the order API names; None for any other list."""
    for start in _ORDERS:
        kind = call.route.template.removeprefix(start)
        if kind != call.route.template and kind in resource_types():
            return [each.name for each in services_of(call.world, call.who.account, kind)]
    return None


def metadata(call: Call, product: Product, service: Service) -> dict[str, object]:
    """``iam.ResourceMetadata`` of a service."""
    urn = urn_of(call.world, product, service.name)
    kept = call.world.iam_resources.get(urn) or IamResource(urn)
    return {
        "displayName": kept.display_name or service.name,
        "id": resource_id(urn),
        "state": "OK",
        "tags": kept.tags,
        "urn": urn,
    }


def resource_id(urn: str) -> str:
    """The id that IAM has for a resource."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, urn))
