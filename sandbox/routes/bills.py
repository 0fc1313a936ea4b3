"""``/me/bill``: the bills of the account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.routes.described.reading import modelled
from sandbox.routing import RouteFamily
from sandbox.state.records import Service

routes = RouteFamily()

_BILL = "/me/bill/{billId}"
_ACTION = "account:apiovh:me/bill/get"


@routes("GET", "/me/bill", action=_ACTION, item=_BILL)
def bills(call: Call) -> list[str]:
    """The numbers of the bills."""
    return [bill.name for bill in _bills(call)]


@routes("GET", _BILL, action=_ACTION)
def bill(call: Call) -> dict[str, Any]:
    """``billing.Bill``: what was paid, without and with tax."""
    number = call.params["billId"]
    for bill in _bills(call):
        if bill.name == number:
            return modelled(call, bill.details)
    raise errors.not_found(f"The requested object (billId = {number}) does not exist")


def _bills(call: Call) -> Iterator[Service]:
    for service in call.world.services.values():
        if service.kind == "me/bill" and service.account == call.who.account:
            yield service
