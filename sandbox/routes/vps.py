"""``/vps``: what a virtual server can be told to do."""

from __future__ import annotations

from typing import Any

from sandbox import errors
from sandbox.call import Call
from sandbox.routes.described.owned import services_of
from sandbox.routing import RouteFamily
from sandbox.state.clock import v1_datetime

routes = RouteFamily()


@routes("POST", "/vps/{serviceName}/reboot", action="vps:apiovh:reboot", resource="vps:serviceName")
def reboot(call: Call) -> dict[str, Any]:
    """``vps.Task`` of a reboot; it is done at once."""
    own = services_of(call.world, call.who.account, "vps")
    if call.params["serviceName"] not in {service.name for service in own}:
        raise errors.no_such_service()
    task = {"type": "rebootVm", "state": "done", "progress": 100, "date": v1_datetime(call.now)}
    return {"id": call.world.next_id(), **task}
