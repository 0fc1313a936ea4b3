"""Reading one object, with the faults that make one object fail."""

from __future__ import annotations

from dataclasses import replace

from credentials.core import Refusal
from sandbox import errors
from sandbox.call import Call, Match, Route
from sandbox.errors import RefusalError
from sandbox.state.fault import FaultKind
from sandbox.wire import whole_number


def read_object(call: Call) -> object:
    """What the route of ``call`` answers, unless a fault forbids or removes its object."""
    if not (call.match and call.match.params):
        return call.match.route.handler(call) if call.match else None
    item = call.match.params[call.match.route.last_parameter]
    if forbidden := call.faults.first(FaultKind.FORBID, item):
        raise errors.refusal(Refusal(forbidden.options.get("error", Refusal.RULES)))
    if call.faults.affects(FaultKind.VANISH, item):
        _remove(call, item)
    return call.match.route.handler(call)


def read_item(call: Call, route: Route, item: str) -> object:
    """The object ``item`` by ``route``, or the RefusalError that reading it gives."""
    child = replace(call, match=Match(route, call.params | {route.last_parameter: item}))
    try:
        return read_object(child)
    except RefusalError as refusal:
        return refusal


def _remove(call: Call, item: str) -> None:
    world = call.world
    number = whole_number(item) or 0
    record = (
        world.credentials.get(number) or world.applications.get(number) or world.clients.get(item)
    )
    if record:
        world.drop(record)
