"""Other products, read and little more: servers, projects, bills."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from sandbox import errors
from sandbox.call import Call
from sandbox.gate import iam
from sandbox.routing import RouteFamily
from sandbox.state.records import Service

routes = RouteFamily()


class Product(NamedTuple):
    """``path`` of the list, parameter of one, IAM resource type and the action to read one."""

    path: str
    parameter: str
    resource: str
    action: str


_PRODUCTS = (
    Product("vps", "serviceName", "vps", "vps:apiovh:get"),
    Product("cloud/project", "serviceName", "publicCloudProject", "publicCloudProject:apiovh:get"),
    Product("dedicated/server", "serviceName", "dedicatedServer", "dedicatedServer:apiovh:get"),
    Product("domain", "serviceName", "domain", "domain:apiovh:get"),
    Product("sms", "serviceName", "sms", "sms:apiovh:get"),
    Product("me/bill", "billId", "account", "account:apiovh:me/bill/get"),
)


def names(product: Product, call: Call) -> list[str]:
    """The services of the account that the caller may read."""
    owned = _owned(product, call)
    return [service.name for service in owned if _may_read(product, call, service)]


def details(product: Product, call: Call) -> dict[str, Any]:
    """The service that the path names, as the world holds it."""
    return _service(product, call).details


for _product in _PRODUCTS:
    _item = f"/{_product.path}/{{{_product.parameter}}}"
    _kind = _product.resource
    _resource = _kind if _kind == "account" else f"{_kind}:{_product.parameter}"
    # A list shows what the caller may read, so it asks for no action of its own.
    routes("GET", f"/{_product.path}", action="none", item=_item)(partial(names, _product))
    routes("GET", _item, action=_product.action, resource=_resource)(partial(details, _product))


@routes("POST", "/vps/{serviceName}/reboot", action="vps:apiovh:reboot", resource="vps:serviceName")
def reboot(call: Call) -> dict[str, Any]:
    """A task of a reboot; it is done at once."""
    _service(_PRODUCTS[0], call)
    return {"id": call.world.next_id(), "type": "rebootVm", "state": "done", "progress": 100}


def _owned(product: Product, call: Call) -> Iterator[Service]:
    for service in call.world.services.values():
        if service.kind == product.path and service.account == call.who.account:
            yield service


def _service(product: Product, call: Call) -> Service:
    name = call.params[product.parameter]
    for service in _owned(product, call):
        if service.name == name:
            return service
    raise errors.no_such_service()


def _may_read(product: Product, call: Call, service: Service) -> bool:
    name = call.who.account if product.resource == "account" else service.name
    return iam.is_granted(call, product.action, f"urn:v1:eu:resource:{product.resource}:{name}")
