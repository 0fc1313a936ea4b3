"""Reading one object, with the switches that make one object fail."""

from __future__ import annotations

from dataclasses import replace

from sandbox import errors
from sandbox.call import Call
from sandbox.errors import RefusalError
from sandbox.faults import Kind
from sandbox.routing import Match, Route
from sandbox.wire import whole


def read_guarded(call: Call) -> object:
    """What the route of ``call`` answers, unless a switch forbids or removes its object."""
    if not (call.match and call.match.params):
        return call.match.route.handler(call) if call.match else None
    item = call.match.params[last_parameter(call.match.route)]
    if call.struck.holds(Kind.FORBID, item):
        raise errors.not_granted()
    if call.struck.holds(Kind.VANISH, item):
        _remove(call, item)
    return call.match.route.handler(call)


def read_item(call: Call, route: Route, item: str) -> object:
    """The object ``item`` by ``route``, or the RefusalError that reading it gives."""
    parameter = last_parameter(route)
    child = replace(call, match=Match(route, call.params | {parameter: item}))
    try:
        return read_guarded(child)
    except RefusalError as refusal:
        return refusal


def last_parameter(route: Route) -> str:
    """The name of the last parameter in the route's path."""
    return route.template.rpartition("{")[2].partition("}")[0]


def _remove(call: Call, item: str) -> None:
    world = call.world
    number = whole(item) or 0
    record = (
        world.credentials.get(number) or world.applications.get(number) or world.clients.get(item)
    )
    if record:
        world.drop(record)
